<#
.SYNOPSIS
    The data steward: look at what came in, ask for what is missing, label in bulk.
.EXAMPLE
    pwsh examples/steward.ps1 -Folder examples/roundrobin
#>
param([Parameter(Mandatory)] [string] $Folder)

Set-Location -LiteralPath $Folder

# What came in, and can it be used?
$results = Get-LensDataset -Recurse | Test-LensDataset
$results | Group-Object Verdict -NoElement

# Files that should be data sets and cannot be read are rejected too, if they are tested by path.
Get-ChildItem isis -Filter *.h5 | Test-LensDataset | Where-Object Verdict -eq Rejected | Format-Table

# What only the uploader can tell, a letter a facility:
$results | Where-Object Verdict -eq NeedsInformation | Group-Object { Split-Path (Split-Path $_.Path) -Leaf } | ForEach-Object {
    "To $($_.Name):"
    foreach ($result in $_.Group) {
        foreach ($finding in $result.Findings | Where-Object Remedy -eq Uploader) {
            "  $($result.Name): $($finding.Message). $($finding.Request)"
        }
    }
}

# MLZ answered: the unnamed sample is the silica of 25 A. The label says so, and the verdict changes.
$unnamed = Get-LensDataset mlz/41002*
$unnamed | Set-LensLabel -Name sample-name -Value 'Silica spheres, radius 25 A' -Reason 'e-mail of the uploader'
$unnamed | Test-LensDataset | Format-Table

# Everything that can be used is labelled, as one transaction; the ellipsoids are held back.
$usable = $results | Where-Object Verdict -in Usable, UsableWithWarnings
$usable | Set-LensLabel -Label @{ quality = 'good'; round = 'first' } -Reason 'first round'
$usable | Where-Object { $_.Dataset.Sample -like 'Ellipsoid*' } | Set-LensLabel -Name split -Value holdout -Reason 'one shape is held back'

# The others are divided so that no sample, and no curve that is nearly the same, is in two parts; and that is proved.
$usable | New-LensSplit -Train 0.5 -Validation 0.25 -Test 0.25 -Seed 1 -Reason 'first split' | Format-Table
$usable | Test-LensSplit
