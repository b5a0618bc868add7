<#
.SYNOPSIS
    The facility admin: publish unattended, and keep the proof that every byte arrived.
.EXAMPLE
    pwsh examples/admin.ps1 -Folder examples/roundrobin -Destination /mnt/lens
#>
param(
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Destination,
    [pscredential] $Credential
)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $Folder
$share = @{ Destination = $Destination }
if ($Credential) { $share.Credential = $Credential }

# What would be sent?
$usable = Get-LensDataset -Recurse -ErrorAction SilentlyContinue | Test-LensDataset | Where-Object Verdict -in Usable, UsableWithWarnings
$usable | Publish-LensDataset @share -WhatIf

# Send it. Each file is proven, as the receipt says how, before any of them is visible.
$receipts = $usable | Publish-LensDataset @share -PassThru
$receipts | Group-Object Action, Proof -NoElement

# Again: everything is there, nothing is sent.
$again = $usable | Publish-LensDataset @share -PassThru
"Sent the second time: $(@($again | Where-Object Action -ne Unchanged).Count)"

# The receipts stay beside the data, a line a file.
$lines = @(Get-Content lens-receipts.jsonl)
"Receipts kept: $($lines.Count)"

# Is it all still there, a year later? A share each night proves it anew.
Test-LensPublication @share -Percent 25 | Group-Object State, Proof -NoElement

# How it goes, for the monitoring.
Get-LensPublication | Format-Table
