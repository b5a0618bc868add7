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

# Guinier: ln I falls as Rg^2 Q^2 / 3 while Q Rg < 1.3. A sphere of radius R has Rg = R sqrt(3/5) = 19.4 A.
function Get-Rg($curve, $guess) {
    foreach ($iteration in 1..5) {
        $sw = $sx = $sy = $sxx = $sxy = 0.0
        foreach ($point in $curve.Points) {
            if ($point.Q * $guess -gt 1.3 -or $point.I -le 0) { continue }
            $x = $point.Q * $point.Q
            $y = [math]::Log($point.I)
            $weight = if ($point.Idev) { [math]::Pow($point.I / $point.Idev, 2) } else { 1 }
            $sw += $weight; $sx += $weight * $x; $sy += $weight * $y; $sxx += $weight * $x * $x; $sxy += $weight * $x * $y
        }
        $slope = ($sw * $sxy - $sx * $sy) / ($sw * $sxx - $sx * $sx)
        $guess = [math]::Sqrt(-3 * $slope)
    }
    $guess
}
foreach ($set in $silica) { '{0,-28} Rg = {1:0.0} A' -f $set.Name, (Get-Rg $set.Curves[0] 20) }
