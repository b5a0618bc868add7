BeforeAll {
    $root = Split-Path (Split-Path $PSScriptRoot)
    Import-Module LensTools -Force
    $roundRobin = Join-Path $root examples/roundrobin

    # Three formats that each lack something: a raw NeXus file, a canSAS XML file and a text.
    function New-Incomplete {
        $folder = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $null = New-Item -ItemType Directory $folder
        Copy-Item (Join-Path $roundRobin isis/LOQ00090102.nxs) $folder
        $points = 1..8 | ForEach-Object { "<Idata><Q unit=`"1/A`">0.0$_</Q><I unit=`"1/cm`">$(10 - $_)</I><Idev unit=`"1/cm`">0.$_</Idev></Idata>" } | Join-String
        Set-Content (Join-Path $folder two.xml) "<SASroot version=`"1.1`" xmlns=`"urn:cansas1d:1.1`"><SASentry name=`"e`"><Title>run</Title><Run>1</Run><SASdata>$points</SASdata><SASsample><ID>sample</ID></SASsample><SASinstrument><name>D22</name></SASinstrument></SASentry></SASroot>"
        Set-Content (Join-Path $folder three.dat) ("# Title: three`n# Instrument: D22`n# Q (1/A) I (1/cm) dI (1/cm)`n" + (1..20 | ForEach-Object { "0.0{0:00} {1} 0.{0:00}`n" -f $_, (21 - $_) } | Join-String))
        $null = New-LensCollection $folder -Name 'Three formats'
        (Get-Item -LiteralPath $folder).FullName
    }

    function Set-Answer($form, [hashtable] $answers, [string[]] $only = '*') {
        $rows = Import-Csv $form
        foreach ($row in $rows) {
            foreach ($column in $row.PSObject.Properties.Name) {
                $label = ($column -split ' \[')[0]
                $isWanted = $only | Where-Object { $row.Path -like $_ }
                if ($isWanted -and $answers.ContainsKey($label) -and -not $row.$column) { $row.$column = $answers[$label] }
            }
        }
        $rows
    }
}

Describe 'requests' {
    It 'go to the uploader and come back, on three formats and in two rounds' {
        $folder = New-Incomplete
        $letters = Join-Path $folder '../letters'
        $results = Test-LensDataset $folder
        $results.Verdict | Should -Be NeedsInformation, NeedsInformation, NeedsInformation
        $results | New-LensRequest $letters -WhatIf
        Test-Path $letters | Should -BeFalse
        $request = $results | New-LensRequest $letters -GroupBy Folder -Until 2026-12-24 -Author Ann
        $request.To | Should -Be 'uploader of Three formats'
        $request.Files | ForEach-Object { [IO.Path]::GetExtension($_) } | Should -Be .md, .txt, .csv, .yaml
        (Get-LensRequest $folder).State | Should -Be Open

        # The first form comes back for the text alone, sorted, and as a German Excel saves it.
        $form = $request.Files | Where-Object { $_ -like '*.csv' }
        $answers = @{ 'sample-name' = 'silica'; title = 'Silica in D2O'; proposal = '9-13-1001' }
        $back = Join-Path $letters back.csv
        Set-Answer $form $answers three.dat | Sort-Object Path | Export-Csv $back -Delimiter ';' -Encoding utf8BOM
        $hash = (Get-ChildItem $folder -File -Exclude lens* | Get-FileHash).Hash
        Import-LensResponse $back -Path $folder -WhatIf | Out-Null
        Get-LensLabel $folder | Should -BeNullOrEmpty
        $matches = Import-LensResponse $back -Path $folder -Author Jane
        ($matches | Where-Object Status -eq Matched).Name | Should -Be sample-name
        (Get-LensRequest $folder).State | Should -Be Partial
        (Test-LensDataset $folder | Where-Object Name -eq three).Verdict | Should -Be Usable

        # The second asks only what is still missing.
        $second = Test-LensDataset $folder | New-LensRequest $letters -GroupBy Folder
        $second.Questions.Open | Should -Not -Contain three.dat
        $form = $second.Files | Where-Object { $_ -like '*.csv' }
        Set-Answer $form $answers | Export-Csv $back
        $null = Import-LensResponse $back -Path $folder
        (Test-LensDataset $folder).Verdict | Should -Not -Contain NeedsInformation
        (Get-LensRequest $folder).State | Should -Be Answered, Answered
        (Get-LensLabel $folder -Name sample-name).Source | Should -Not -Contain Human
        # Nothing is left to ask, and no file was touched.
        Test-LensDataset $folder | New-LensRequest $letters -Severity Error -InformationAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-ChildItem $folder -File -Exclude lens* | Get-FileHash).Hash | Should -Be $hash
        # What was answered can be taken back.
        Undo-LensLabel -Path $folder
        (Test-LensDataset $folder).Verdict | Should -Contain NeedsInformation
    }

    It 'are refused cell by cell' {
        $folder = New-Incomplete
        $letters = Join-Path $TestDrive refused
        $request = Test-LensDataset $folder -Profile benchmark | New-LensRequest $letters -GroupBy Folder
        $rows = Set-Answer ($request.Files -like '*.csv')[0] @{ 'sample-name' = 'silica'; wavelength = 'six' }
        $back = Join-Path $letters back.csv
        $rows | Export-Csv $back
        $matches = Import-LensResponse $back -Path $folder -WarningAction SilentlyContinue -WarningVariable warned
        ($matches | Where-Object Status -eq Refused).Name | Sort-Object -Unique | Should -Be wavelength
        "$warned" | Should -Match 'wavelength'
        (Get-LensLabel $folder).Name | Sort-Object -Unique | Should -Be sample-name
    }
}

Describe 'the result of a folder' {
    It 'stands for none of its datasets, and its questions are in the letter' {
        $folder = Join-Path $TestDrive batch
        $null = New-Item -ItemType Directory $folder
        foreach ($run in 100..104) {
            Copy-Item (Join-Path $roundRobin isis/LOQ00090101.nxs) (Join-Path $folder "LOQ00090$run.nxs")
            Set-Content (Join-Path $folder "LOQ00090$run.log") ''
        }
        Set-Content (Join-Path $folder LOQ00090077.log) ''
        $null = New-LensCollection $folder -Name Batch
        $results = Test-LensDataset $folder
        $whole = $results | Where-Object Path -eq $folder
        $whole | Should -HaveCount 1
        $whole.Findings.Rule | Should -Contain Collection.MissingRun
        $whole | Set-LensLabel quality good
        $whole.Findings | Set-LensLabel quality good
        $stored = Join-Path $TestDrive whole.clixml
        $whole | Export-Clixml $stored
        Import-Clixml $stored | Set-LensLabel quality good
        Get-LensLabel $folder | Should -BeNullOrEmpty
        $missing = $whole.Findings | Where-Object Rule -eq Collection.MissingRun
        { $missing | Disable-LensFinding 'never measured' -ErrorAction Stop } | Should -Throw -ErrorId 'LensInputInvalid*'
        $request = $results | New-LensRequest (Join-Path $TestDrive batch-letters)
        $request.To | Should -Be 'uploader at ISIS'
        Get-Content ($request.Files -like '*.md')[0] -Raw | Should -Match 'Some runs are listed and not there'
        # Whether the run has come, no file says: that is open until somebody undoes the request.
        ($request.Questions | Where-Object Question -like 'Some runs*').Open | Should -HaveCount 1
        Get-LensRequest $folder | Should -HaveCount 1
        # A folder that is given is tested as a whole too.
        $again = $folder | New-LensRequest (Join-Path $TestDrive batch-again)
        Get-Content ($again.Files -like '*.md')[0] -Raw | Should -Match 'Some runs are listed and not there'
    }
}

Describe 'Disable-LensFinding' {
    It 'makes a finding not count, visibly, by either name' {
        $folder = New-Incomplete
        $result = Test-LensDataset (Join-Path $folder three.dat)
        { $result | Suppress-LensFinding 'no rule' -ErrorAction Stop } | Should -Throw -ErrorId 'LensInputInvalid*'
        $result.Findings | Where-Object Rule -eq Metadata.Sample | Suppress-LensFinding 'nobody knows' -Author Ann
        $now = Test-LensDataset (Join-Path $folder three.dat)
        $now.Verdict | Should -Be Usable
        ($now.Findings | Where-Object Rule -eq Metadata.Sample).SuppressedBecause | Should -Be 'nobody knows (Ann)'
        $now | Disable-LensFinding 'found it' -Rule Metadata.Sample -Remove
        (Test-LensDataset (Join-Path $folder three.dat)).Verdict | Should -Be NeedsInformation
    }

    It 'takes several findings of one dataset, and none of a folder' {
        $folder = New-Incomplete
        $result = Test-LensDataset (Join-Path $folder LOQ00090102.nxs) -Profile benchmark
        $result.Findings.Count | Should -BeGreaterThan 1
        $result.Findings | Disable-LensFinding 'as it is' -Author Ann
        $now = Test-LensDataset (Join-Path $folder LOQ00090102.nxs) -Profile benchmark
        $now.Findings | Where-Object { -not $_.SuppressedBecause } | Should -BeNullOrEmpty
        $now.Verdict | Should -Be Usable
    }
}

Describe 'rules' {
    It 'are listed, explained and weighed by profile' {
        $rules = Get-LensRule
        $rules.Count | Should -BeGreaterThan 50
        $rules | Where-Object { -not $_.Explanation } | Should -BeNullOrEmpty
        (Get-LensRule Events).Count | Should -Be 7
        (Get-LensRule Data.Outliers).Severity, (Get-LensRule Data.Outliers -Profile benchmark).Severity | Should -Be Warning, Error
        Get-LensRule No.Such -ErrorAction SilentlyContinue -ErrorVariable unknown
        $unknown[0].FullyQualifiedErrorId | Should -BeLike 'LensRuleUnknown*'
    }

    It 'are script blocks of a steward too, in parallel' {
        try {
            Register-LensRule Mine.Points { param($dataset) if ($dataset.Points -lt 1000) { "only $($dataset.Points) points" } } -Severity Error -Request 'Is there more?'
            $results = Get-LensDataset $roundRobin -Recurse -ErrorAction SilentlyContinue | Where-Object Format -eq ColumnText | Test-LensDataset -ThrottleLimit 4
            $results | Should -HaveCount 8
            foreach ($result in $results) { $result.Findings.Rule | Should -Contain Mine.Points }
            (Test-LensDataset $roundRobin -Recurse -Rule Mine -ErrorAction SilentlyContinue).Verdict | Should -Contain NeedsInformation
            Register-LensRule Mine.Points { throw 'broken' }
            $broken = Get-LensDataset (Join-Path $roundRobin mlz/41005*) | Test-LensDataset
            $broken.Verdict | Should -Be NotChecked
            $broken.Failures | Should -BeLike '*broken*'
            { Register-LensRule Data.QUnit { } } | Should -Throw -ErrorId 'LensRuleExists*'
        }
        finally {
            Unregister-LensRule Mine.Points
        }
        (Get-LensRule).Id | Should -Not -Contain Mine.Points
        { Unregister-LensRule Mine.Points -ErrorAction Stop } | Should -Throw -ErrorId 'LensRuleUnknown*'
    }
}

Describe 'Export-LensReport' {
    It 'writes every format, and what has changed' {
        $folder = New-Incomplete
        $first = Join-Path $TestDrive first.json
        Test-LensDataset $folder | Export-LensReport $first
        Get-LensDataset (Join-Path $folder three.dat) | Set-LensLabel sample-name silica
        foreach ($extension in 'csv', 'md', 'xml', 'sarif', 'json') {
            $file = Test-LensDataset $folder | Export-LensReport (Join-Path $TestDrive "now.$extension") -Since $first -PassThru
            $file.Length | Should -BeGreaterThan 500
        }
        $rows = Import-Csv (Join-Path $TestDrive now.csv)
        ($rows | Where-Object Change -eq Mended).Rule | Should -Contain Metadata.Sample
        (Get-Content (Join-Path $TestDrive now.json) | ConvertFrom-Json).verdicts | Should -HaveCount 3
        { Test-LensDataset $folder | Export-LensReport $first } | Should -Throw -ErrorId 'LensFileExists*'
    }
}
