<#
.SYNOPSIS
    The scientist: what is there, what does a curve look like, what is its radius of gyration?
.EXAMPLE
    pwsh examples/scientist.ps1 -Folder examples/roundrobin
#>
param([Parameter(Mandatory)] [string] $Folder)

Set-Location -LiteralPath $Folder
$ErrorActionPreference = 'SilentlyContinue'

# What is there?
$sets = Get-LensDataset -Recurse
$sets | Group-Object Facility, Format -NoElement

# One sample, as everyone measured it. All Q are in 1/angstrom, whatever the files use.
$silica = $sets | Where-Object { $_.Sample -eq 'Silica spheres, radius 25 A' -and $_.Level -eq 'Reduced' }
$silica | Format-Table Name, Facility, QMin, QMax, QUnit, Points

# Where does a value come from?
$silica[0].Metadata | Where-Object Term | Format-Table Name, Value, Unit, Location

# A curve, point by point.
$silica[0].Curves[0].Points | Select-Object -First 5 | Format-Table

# Rg, Dmax and mass with their uncertainties. A sphere of radius R has Rg = R sqrt(3/5) = 19.4 A, and Dmax = 2 R = 50 A.
$silica | Measure-LensDataset | Format-Table

# p(r), point by point.
$p = ($silica[0] | Measure-LensDataset -Analysis PairDistribution).PairDistribution
0..5 | ForEach-Object { 'p({0:0.0} A) = {1:G3} ± {2:G2}' -f $p.R[20 * $_], $p.P[20 * $_], $p.PSigma[20 * $_] }

# Do they agree, and if not, whose curve is it, and where?
Measure-LensConsensus -Recurse -WarningAction Ignore | Format-Table
