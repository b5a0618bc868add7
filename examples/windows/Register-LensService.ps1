<#
.SYNOPSIS
    Has Windows watch a folder for as long as it runs, as a service.
.DESCRIPTION
    Run it once, as an administrator. lens.exe is made by

        dotnet publish src/LensTools.Cli -c Release -r win-x64 --self-contained -o C:\LensTools

    The share link and its password are asked for and kept in files that only administrators and the service can read. A service
    that fails is started again after a minute and after an hour, and then not until somebody has looked: a server locks out who
    tries a wrong password again and again. What happens is in its log, a line of JSON for each event.
.EXAMPLE
    ./Register-LensService.ps1 -Folder D:\data\loq -Name loq -Lens C:\LensTools\lens.exe
#>
#Requires -Version 7.6 -RunAsAdministrator
param(
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Name,
    [Parameter(Mandatory)] [string] $Lens,
    [securestring] $Link = (Read-Host 'Share link' -AsSecureString),
    [securestring] $Password = (Read-Host 'Its password, or Enter' -AsSecureString)
)

$ErrorActionPreference = 'Stop'

function Invoke-Native([string] $program) {
    & $program @args | Out-Null
    if ($LASTEXITCODE) { throw "$program $args ended with $LASTEXITCODE." }
}

$Folder, $Lens = Convert-Path -LiteralPath $Folder, $Lens
$service = "LensTools-$Name"
$account = "NT SERVICE\$service"
$state = New-Item -ItemType Directory -Force (Join-Path $env:ProgramData "LensTools\$Name")
$log = Join-Path $state "$Name.jsonl"

$null = New-Service -Name $service -StartupType Automatic -DisplayName "LensTools watch $Name" -Description "Publishes what arrives in $Folder." -BinaryPathName (
    "`"$Lens`" watch `"$Folder`" --name $Name --settle 60 --log `"$log`" --service")
# An account of its own, which may read the data, write receipts beside them, and nothing else.
Invoke-Native sc.exe config $service obj= $account
Invoke-Native sc.exe failure $service reset= 86400 actions= restart/60000/restart/3600000//0
Invoke-Native sc.exe failureflag $service 1
# Before anything is written there. S-1-5-32-544 are the administrators, whatever they are called here.
Invoke-Native icacls.exe $state.FullName /inheritance:r /grant:r '*S-1-5-32-544:(OI)(CI)F' "${account}:(OI)(CI)M"
Invoke-Native icacls.exe $Folder /grant "${account}:(OI)(CI)M"

$environment = @("XDG_STATE_HOME=$state")
foreach ($secret in @{ DESTINATION = $Link; PASSWORD = $Password }.GetEnumerator()) {
    if ($secret.Value.Length -eq 0) { continue }
    $path = Join-Path $state $secret.Key.ToLowerInvariant()
    Set-Content -LiteralPath $path (ConvertFrom-SecureString $secret.Value -AsPlainText) -NoNewline
    $environment += "LENS_$($secret.Key)_FILE=$path"
}
Set-ItemProperty "HKLM:\SYSTEM\CurrentControlSet\Services\$service" -Name Environment -Type MultiString -Value $environment
Start-Service $service
Get-Service $service
