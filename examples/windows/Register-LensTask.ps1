<#
.SYNOPSIS
    Has the Task Scheduler of Windows publish what is usable in a folder every night.
.DESCRIPTION
    Run it once, in PowerShell 7.6 or later, as the user who is to publish. The share link and its password are taken from
    a vault of SecretManagement, where they are put beforehand:

        Install-PSResource Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
        Register-SecretVault -Name lens -ModuleName Microsoft.PowerShell.SecretStore
        Set-SecretStoreConfiguration -Authentication None -Interaction None
        Set-Secret -Name lens-link -Secret 'https://cloud.example.org/s/...'
        Set-Secret -Name lens-link-password -Secret '...'
.EXAMPLE
    ./Register-LensTask.ps1 -Folder D:\data\loq -Name loq
#>
#Requires -Version 7.6
param(
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Name,
    [string] $LinkSecret = 'lens-link',
    [string] $PasswordSecret = 'lens-link-password',
    [string] $LogPath = (Join-Path $env:LOCALAPPDATA "LensTools\$Name.jsonl"),
    [datetime] $At = '02:00'
)

$ErrorActionPreference = 'Stop'

function Format-Literal([string] $text) { "'" + $text.Replace("'", "''") + "'" }

$null = New-Item -ItemType Directory -Force (Split-Path $LogPath)
# The exit code is what the Task Scheduler shows: 1 where publishing failed.
$command = "Import-Module LensTools; Watch-LensFolder $(Format-Literal $Folder) $(Format-Literal "secret:$LinkSecret") -SecretName $(Format-Literal $PasswordSecret) " +
    "-Name $(Format-Literal $Name) -SettleSeconds 60 -Once -LogPath $(Format-Literal $LogPath) | Where-Object Event -in Failed, Outage | ForEach-Object { exit 1 }"
$encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
$task = @{
    TaskName  = "LensTools $Name"
    Action    = New-ScheduledTaskAction -Execute (Join-Path $PSHOME pwsh.exe) -Argument "-NoProfile -NonInteractive -EncodedCommand $encoded"
    Trigger   = New-ScheduledTaskTrigger -Daily -At $At -RandomDelay (New-TimeSpan -Minutes 30)
    # Also if the host slept then, never twice at a time, and not for ever.
    Settings  = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 12)
    Principal = New-ScheduledTaskPrincipal -UserId ([Security.Principal.WindowsIdentity]::GetCurrent().Name) -LogonType S4U
}
Register-ScheduledTask @task -Force
