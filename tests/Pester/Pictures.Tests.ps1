BeforeAll {
    $root = Split-Path (Split-Path $PSScriptRoot)
    Import-Module LensTools -Force
    $roundRobin = Join-Path $root examples/roundrobin
    $curve = Join-Path $roundRobin ill/300202_silica25_2mgml.dat
}

Describe 'Show-LensDataset' {
    It 'draws a curve in the width and height it is given' {
        $lines = Show-LensDataset $curve -Graphics Ascii -Width 100 -Height 30
        $lines.Count | Should -BeGreaterThan 20
        $lines.Count | Should -BeLessOrEqual 30
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines[0] | Should -BeLike '300202_silica25_2mgml*D22'
        $lines -join '' | Should -Match 'Q \(1/angstrom\)'
        # Seven intensities of the file are negative, as Select-String counts them.
        $negative = @(Select-String -LiteralPath $curve '^\s*\S+\s+-').Count
        $negative | Should -Be 7
        $lines[-1] | Should -Be "$negative points are not shown: not positive, or no number"
    }

    It 'draws ASCII where its output goes on' {
        $lines = Show-LensDataset $curve | ForEach-Object { $_ }
        $lines -join '' | Should -Not -Match '[^\x20-\x7e]'
    }

    It 'draws a folder as small plots, and one over the other' {
        $ill = Join-Path $roundRobin ill
        $small = Show-LensDataset $ill -Graphics Ascii -Width 126
        $names = Get-ChildItem $ill *.dat | ForEach-Object BaseName
        foreach ($name in $names) { @($small -match $name).Count | Should -Be 1 -Because $name }
        $over = Show-LensDataset $ill -Overlay -Graphics Ascii -Width 100 -Height 40
        foreach ($name in $names) { $over -join "`n" | Should -Match $name }
    }

    It 'marks findings at their points' {
        $bad = Join-Path $TestDrive outlier.dat
        $rows = 1..60 | ForEach-Object { '{0:F4} {1:F4} 0.5' -f ($_ * 0.002), $(if ($_ -eq 30) { 900 } else { 100 * [math]::Exp(-$_ * $_ * 0.0005) }) }
        Set-Content $bad (@('# Sample: water', '# Q (1/A)  I (1/cm)  dI (1/cm)') + $rows)
        $result = Test-LensDataset $bad
        $finding = $result.Findings | Where-Object Rule -eq Data.Outliers
        $finding | Should -HaveCount 1
        $result | Show-LensDataset -Graphics Ascii -Width 100 | Should -Contain "$($result.Findings.IndexOf($finding) + 1) Data.Outliers: $($finding.Seen)"
        $finding | Show-LensDataset -Graphics Ascii -Width 100 | Should -Contain "1 Data.Outliers: $($finding.Seen)"
    }

    It 'says why a view does not apply, and goes on' {
        $shown = Get-ChildItem (Join-Path $roundRobin ill) 3002*silica* | Show-LensDataset -View Detector -ErrorAction SilentlyContinue -ErrorVariable problems
        $shown | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Select-Object -Unique | Should -Be 'LensNotComputable,LensTools.Commands.ShowLensDatasetCommand'
        $problems[0].Exception.Message | Should -BeLike '*has no Detector view: it has neither a plane nor the counts of a detector.'
    }

    It 'draws what was computed' {
        $joined = Join-LensDataset (Join-Path $roundRobin ill/300202*), (Join-Path $roundRobin ill/300205*)
        $joined | Show-LensDataset -Graphics Ascii | Select-Object -First 1 | Should -BeLike "$($joined.Name)*"
    }
}

Describe 'Export-LensPlot' {
    It 'writes a picture to a file, and asks before it replaces' {
        $file = Join-Path $TestDrive figure.svg
        (Export-LensPlot $file -Path $curve -PassThru).FullName | Should -Be $file
        ([xml](Get-Content $file -Raw)).svg.title | Should -Be 300202_silica25_2mgml
        { Export-LensPlot $file -Path $curve -ErrorAction Stop } | Should -Throw -ErrorId 'LensFileExists,*'
        Export-LensPlot $file -Path $curve -Force -View Kratky
        ([xml](Get-Content $file -Raw)).svg.desc | Should -BeLike 'Kratky plot.*'
    }

    It 'writes one of each dataset to a folder, and nothing with -WhatIf' {
        $folder = Join-Path $TestDrive pictures
        Export-LensPlot $folder -Path (Join-Path $roundRobin ill) -WhatIf
        $folder | Should -Not -Exist
        Export-LensPlot $folder -Path (Join-Path $roundRobin ill)
        (Get-ChildItem $folder *.svg).BaseName | Should -Be (Get-ChildItem (Join-Path $roundRobin ill) *.dat).BaseName
    }

    It 'refuses a second dataset for one file, and takes all with -Overlay' {
        $file = Join-Path $TestDrive both.svg
        $two = Get-LensDataset (Join-Path $roundRobin ill/30020*)
        { $two | Export-LensPlot $file -ErrorAction Stop } | Should -Throw -ErrorId 'LensFileExists,*'
        $two | Export-LensPlot $file -Overlay -Force
        ([xml](Get-Content $file -Raw)).svg.title | Should -Be ($two.Name -join ', ')
    }

    It 'never replaces data' {
        $copy = Join-Path $TestDrive data.svg
        Copy-Item $curve $copy
        { Export-LensPlot $copy -Path $curve -Force -ErrorAction Stop } | Should -Throw -ErrorId 'LensExportOverSource,*'
    }
}

Describe 'pages' {
    It 'writes a report as a page, with the changes since an earlier one' {
        $folder = Join-Path $TestDrive pages
        Copy-Item (Join-Path $roundRobin ill) $folder -Recurse
        $before, $page = (Join-Path $TestDrive before.json), (Join-Path $TestDrive report.html)
        $results = Test-LensDataset $folder
        $results | Export-LensReport $before
        (Test-LensDataset $folder | Export-LensReport $page -Since $before -PassThru).FullName | Should -Be $page
        $html = Get-Content $page -Raw
        foreach ($name in (Get-ChildItem $folder *.dat).Name) { $html | Should -Match ([regex]::Escape($name)) }
        $html | Should -Match '0 mended, 0 new, \d+ still open'
        # One picture for each dataset, and one for each sample of several curves.
        [regex]::Matches($html, '<svg').Count | Should -BeGreaterOrEqual 8
        $html | Should -Not -Match '(?i)(src|href)="?https?:'
    }

    It 'writes a page to label by eye, of one collection only' {
        $folder = Join-Path $TestDrive review
        Copy-Item (Join-Path $roundRobin ill) $folder -Recurse
        $page = Join-Path $TestDrive review.html
        { Get-LensDataset $folder | New-LensReview $page -ErrorAction Stop } | Should -Throw -ErrorId 'LensCollectionNotFound,*'
        New-LensCollection $folder -Name review | Out-Null
        Get-LensDataset $folder | New-LensReview $page -WhatIf
        $page | Should -Not -Exist
        (Get-LensDataset $folder | New-LensReview $page -Label quality, comment -PassThru).FullName | Should -Be $page
        $data = [regex]::Match((Get-Content $page -Raw), '(?s)id="data">(.*?)</script>').Groups[1].Value | ConvertFrom-Json -AsHashtable
        $data.cards.path | Should -Be (Get-ChildItem $folder *.dat).Name
        $data.cards.id | Should -Be (Get-LensDataset $folder).Id
        $data.labels.name | Should -Be quality, comment
        { Get-LensDataset $folder | New-LensReview $page -Label nonsense -Force -ErrorAction Stop } | Should -Throw -ErrorId 'LensLabelUnknown,*'
    }
}
