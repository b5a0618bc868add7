# The scientist: what a curve is worth, whose curve disagrees, and where.
BeforeAll {
    $root = Split-Path (Split-Path $PSScriptRoot)
    Import-Module LensTools -Force

    # A Gaussian of a given Rg, which follows the Guinier law to all Q.
    function Write-Curve($name, $rg, $scale = 1, $unit = '1/A', $sample = 'spheres') {
        $random = [Random]::new(17 + $name.Length * 31 + [int]$name[0])
        $rows = foreach ($n in 1..120) {
            $q = 0.002 * $n
            $i = $scale * [Math]::Exp(-$q * $q * $rg * $rg / 3) + 0.001 * $scale
            $s = 0.01 * $i
            $noise = [Math]::Sqrt(-2 * [Math]::Log(1 - $random.NextDouble())) * [Math]::Cos(6.2831853 * $random.NextDouble())
            [string]::Format([cultureinfo]::InvariantCulture, '{0:E6} {1:E6} {2:E6}', $q, $i + $s * $noise, $s)
        }
        [IO.File]::WriteAllLines((Join-Path $folder "$name.dat"), @("# Sample: $sample", "# Instrument: LOQ", "# Q ($unit)  I (1/cm)  dI (1/cm)") + $rows)
    }

    $folder = Join-Path $TestDrive round-robin
    $null = New-Item -ItemType Directory $folder
    Write-Curve one 20
    Write-Curve two 20 2
    Write-Curve three 20 0.8
    Write-Curve four 20 1.1
    Write-Curve wrong 30
}

Describe 'Measure-LensDataset' {
    It 'gives Rg with its uncertainty, and the reason where something does not apply' {
        $measured = Measure-LensDataset (Join-Path $folder one.dat)
        $measured | Should -HaveCount 1
        $measured.Rg | Should -BeGreaterThan 19.5
        $measured.Rg | Should -BeLessThan 20.5
        [Math]::Abs($measured.Rg - 20) | Should -BeLessThan (3 * $measured.RgSigma)
        $measured.Guinier.QRgMax | Should -BeLessOrEqual 1.3
        $measured.Algorithms['Guinier'] | Should -Match '^Guinier \d'
        $measured.Kratky.Height | Should -BeGreaterThan 1.05
        $measured.Reasons.Keys | Should -Not -Contain 'Guinier'
    }

    It 'measures only what is asked for, and takes the range' {
        $measured = Get-LensDataset $folder | Measure-LensDataset -Analysis Guinier, Reflectivity -Range 0.01, 0.2
        $measured | Should -HaveCount 5
        $measured | ForEach-Object {
            $_.PairDistribution | Should -BeNullOrEmpty
            $_.Reasons['Reflectivity'] | Should -Be 'it is no reflectivity'
            $_.Guinier.First | Should -BeGreaterOrEqual 4
        }
    }

    It 'shows a table that says what is missing' {
        $text = Measure-LensDataset (Join-Path $folder one.dat) -Analysis Guinier, Reflectivity | Format-Table | Out-String -Width 120
        $text | Should -Match 'Rg \(A\)'
        $text | Should -Match '20\.\d+ ± 0\.\d'
    }

    It 'returns nothing for a dataset without a curve' {
        $raw = Get-ChildItem (Join-Path $root examples/roundrobin/isis/*.nxs)
        $raw | Should -Not -BeNullOrEmpty
        $raw | Measure-LensDataset -ErrorVariable problems | Should -BeNullOrEmpty
        $problems | Should -BeNullOrEmpty
    }
}

Describe 'Compare-LensDataset' {
    It 'compares all pairs, or all with a reference' {
        $pairs = Compare-LensDataset $folder
        $pairs | Should -HaveCount 10
        $pairs | Where-Object { 'wrong' -notin $_.Name, $_.OtherName } | ForEach-Object { $_.IsDifferent | Should -BeFalse }
        $with = Compare-LensDataset $folder -Reference (Join-Path $folder one.dat)
        $with | Should -HaveCount 4
        $two = $with | Where-Object OtherName -EQ two
        $two.Scale | Should -BeGreaterThan 0.49
        $two.Scale | Should -BeLessThan 0.51
        ($with | Where-Object OtherName -EQ wrong).IsDifferent | Should -BeTrue
    }

    It 'gives only the metrics that are asked for' {
        $pair = Compare-LensDataset (Join-Path $folder one.dat), (Join-Path $folder two.dat) -Metric ChiSquare -Scale None
        $pair.ChiSquare | Should -BeGreaterThan 100
        $pair.LongestRun | Should -BeNullOrEmpty
        $pair.Ratio | Should -BeNullOrEmpty
    }
}

Describe 'Measure-LensConsensus' {
    It 'names whose curve disagrees' {
        $consensus = Measure-LensConsensus $folder
        $consensus | Should -HaveCount 1
        $consensus.Group | Should -Be 'spheres'
        $consensus.Count | Should -Be 5
        $consensus.Outlying | Should -Be 1
        ($consensus.Contributions | Where-Object IsOutlying).Name | Should -Be 'wrong'
        $consensus.Rg | Should -BeGreaterThan 19.5
        $consensus.Rg | Should -BeLessThan 20.5
        $consensus.Curve.Q.Count | Should -BeGreaterThan 50
    }

    It 'sets values beside those that are known' {
        $truth = Join-Path $TestDrive truth.yaml
        "source: made`nsamples:`n  - name: Spheres`n    values:`n      - { quantity: Rg, least: 19.5, most: 20.5 }`n      - { quantity: Rg, least: 25, most: 26 }" |
            Set-Content $truth
        $consensus = Measure-LensConsensus $folder -Truth $truth
        $consensus.Truth.IsWithin | Should -Be $true, $false
        { Measure-LensConsensus $folder -Truth (Join-Path $TestDrive none.yaml) } | Should -Throw
        "samples:`n  - name: a`n    values:`n      - { quantity: Rg, least: 3, most: 2 }" | Set-Content $truth
        { Measure-LensConsensus $folder -Truth $truth -ErrorAction Stop } | Should -Throw '*least*'
    }

    It 'reads the known values of the 2022 round robin' {
        $truth = Join-Path $root examples/truth/biosas-2022.truth.yaml
        { Measure-LensConsensus $folder -Truth $truth } | Should -Not -Throw
    }
}

Describe 'Join-LensDataset' {
    It 'joins ranges on the scale of the first, and exports with provenance' {
        $joined = Join-LensDataset (Join-Path $folder one.dat), (Join-Path $folder two.dat)
        $joined | Should -HaveCount 1
        $joined.Name | Should -Be 'one-joined'
        # Both are at the same Q.
        $joined.Q.Count | Should -Be 120
        [double]$joined.Parameters['factor 2'] | Should -BeGreaterThan 0.49
        [double]$joined.Parameters['factor 2'] | Should -BeLessThan 0.51
        $joined.Sources.Name | Should -Be 'one', 'two'
        $file = $joined | Export-LensDataset (Join-Path $TestDrive joined) -PassThru
        $file.Name | Should -Be 'one-joined.h5'
        $copy = Get-LensDataset $file
        $copy.Sample | Should -Be 'spheres'
        ($copy.Metadata | Where-Object Name -EQ source_2).Value | Should -Be 'two.dat'
        ($copy | Measure-LensDataset -Analysis Guinier).Rg | Should -BeGreaterThan 19.5
    }

    It 'subtracts a buffer from each' {
        $left = Get-LensDataset $folder | Join-LensDataset -Subtract (Join-Path $folder one.dat) -Factor 0.5
        $left | Should -HaveCount 5
        $one = $left | Where-Object Name -EQ one-subtracted
        $before = (Get-LensDataset (Join-Path $folder one.dat)).Curves[0]
        $one.I[0] | Should -Be ($before.I[0] / 2)
        [Math]::Abs($one.Idev[0] - [Math]::Sqrt(1.25) * $before.Idev[0]) | Should -BeLessThan 1e-12
        { Join-LensDataset $folder -Subtract $folder -ErrorAction Stop } | Should -Throw '*stands for 5 datasets*'
    }

    It 'exports a consensus' {
        $file = Measure-LensConsensus $folder | Export-LensDataset (Join-Path $TestDrive consensus) -PassThru
        $file.Name | Should -Be 'spheres-consensus.h5'
        (Get-LensDataset $file | Measure-LensDataset -Analysis Guinier).Rg | Should -BeGreaterThan 19.5
    }
}

Describe 'ConvertTo-LensHistogram, -LensAsymmetry and -LensCurve' {
    It 'counts every event of real files' -Skip:(-not (Test-Path (Join-Path (Split-Path (Split-Path $PSScriptRoot)) ../shared/corpora/ISIS-OFFSPEC-Reflectivity))) {
        $events = Get-LensDataset (Join-Path $root ../shared/corpora/ISIS-OFFSPEC-Reflectivity) -Recurse | Where-Object Events
        $events | Should -HaveCount 2
        foreach ($dataset in $events) {
            $histogram = $dataset | ConvertTo-LensHistogram
            $histogram.Counted | Should -Be $dataset.Events
            $histogram.Curve.I.Count | Should -Be 1000
        }
        $file = $events[0] | ConvertTo-LensHistogram -PerDetector -Bins 10 |
            Export-LensDataset (Join-Path $TestDrive histograms) -Format NXdata -PassThru
        $file.Extension | Should -Be '.nxs'
    }

    It 'says in words why a curve has none of them' -ForEach @(
        @{ Command = 'ConvertTo-LensHistogram'; Reason = 'it has no events' }
        @{ Command = 'ConvertTo-LensAsymmetry'; Reason = 'it has no muon histograms' }
        @{ Command = 'ConvertTo-LensCurve'; Reason = 'it has neither a plane nor the counts of a detector' }
    ) {
        $found = & $Command (Join-Path $folder one.dat) -ErrorAction SilentlyContinue -ErrorVariable problems
        $found | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -Match '^LensNotComputable'
        "$($problems[0])" | Should -Match $Reason
    }
}
