<#
.SYNOPSIS
    Has Windows watch a folder for as long as it runs, as a service.
.DESCRIPTION
    Windows starts programs as services only if they answer to it, which a console program does not; a task that starts with the
    host, is restarted when it ends and runs without a limit does the same. The share link and its password are taken from a vault
    of SecretManagement; Register-LensTask.ps1 says how to put them there.
.EXAMPLE
    ./Register-LensService.ps1 -Folder D:\data\loq -Name loq
#>
#Requires -Version 7.6
param(
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Name,
    [string] $LinkSecret = 'lens-link',
    [string] $PasswordSecret = 'lens-link-password',
    [string] $LogPath = (Join-Path $env:LOCALAPPDATA "LensTools\$Name.jsonl")
)

$ErrorActionPreference = 'Stop'

function Format-Literal([string] $text) { "'" + $text.Replace("'", "''") + "'" }

$null = New-Item -ItemType Directory -Force (Split-Path $LogPath)
$command = "Import-Module LensTools; Watch-LensFolder $(Format-Literal $Folder) $(Format-Literal "secret:$LinkSecret") -SecretName $(Format-Literal $PasswordSecret) " +
    "-Name $(Format-Literal $Name) -SettleSeconds 60 -LogPath $(Format-Literal $LogPath) | Out-Null; exit 1"
$encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
$task = @{
    TaskName  = "LensTools watch $Name"
    Action    = New-ScheduledTaskAction -Execute (Join-Path $PSHOME pwsh.exe) -Argument "-NoProfile -NonInteractive -EncodedCommand $encoded"
    Trigger   = New-ScheduledTaskTrigger -AtStartup
    Settings  = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit ([TimeSpan]::Zero)
    Principal = New-ScheduledTaskPrincipal -UserId ([Security.Principal.WindowsIdentity]::GetCurrent().Name) -LogonType S4U
}
Register-ScheduledTask @task -Force
