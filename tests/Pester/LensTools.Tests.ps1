BeforeAll {
    $root = Split-Path (Split-Path $PSScriptRoot)
    # As it is installed; Invoke-Suite.ps1 sees to that.
    Import-Module LensTools -Force
    $roundRobin = Join-Path $root examples/roundrobin

    # A copy of the round robin that a test may change.
    function Copy-RoundRobin {
        $copy = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $null = New-Item -ItemType Directory $copy
        Copy-Item (Join-Path $roundRobin *) $copy -Recurse
        Remove-Item (Join-Path $copy lens-*) -ErrorAction Ignore
        (Get-Item -LiteralPath $copy).FullName
    }

    function Write-Curve($path) {
        $null = New-Item -ItemType Directory (Split-Path $path) -Force
        [IO.File]::WriteAllText($path, "# Sample: water`n# Instrument: LOQ`n# Q (1/A)  I (1/cm)  dI (1/cm)`n" + (1..20 | ForEach-Object { "0.{0:000} {1} 0.1`n" -f $_, (21 - $_) } | Join-String))
    }
}

Describe 'the module' {
    It 'exports the cmdlets of its manifest and nothing else' {
        (Get-Command -Module LensTools -CommandType Cmdlet).Name | Sort-Object |
            Should -Be 'Clear-LensTarget', 'Compare-LensCollection', 'Compare-LensDataset', 'Compare-LensLabel', 'ConvertTo-LensAsymmetry', 'ConvertTo-LensCurve', 'ConvertTo-LensHistogram', 'Copy-LensLabel', 'Disable-LensFinding', 'Export-LensDataset', 'Export-LensLabel', 'Export-LensPlot', 'Export-LensReport', 'Get-LensDataset', 'Get-LensLabel', 'Get-LensPublication', 'Get-LensRequest', 'Get-LensRule', 'Get-LensVocabulary', 'Import-LensLabel', 'Import-LensResponse', 'Join-LensDataset', 'Measure-LensConsensus', 'Measure-LensDataset', 'Move-LensLabel', 'New-LensCollection', 'New-LensRequest', 'New-LensReview', 'New-LensSplit', 'Publish-LensDataset', 'Receive-LensDataset', 'Register-LensRule', 'Remove-LensLabel', 'Rename-LensLabel', 'Set-LensLabel', 'Show-LensDataset', 'Test-LensDataset', 'Test-LensPublication', 'Test-LensSplit', 'Test-LensTarget', 'Test-LensVocabulary', 'Undo-LensLabel', 'Unpublish-LensDataset', 'Unregister-LensRule', 'Update-LensVocabulary', 'Watch-LensFolder'
        (Get-Module LensTools).ExportedFunctions.Count | Should -Be 0
        (Get-Module LensTools).ExportedAliases.Keys | Should -Be 'Suppress-LensFinding'
    }

    It 'is imported again and removed without leaving anything' {
        Import-Module LensTools -Force
        Get-LensDataset (Join-Path $roundRobin ill/300202*) | Should -HaveCount 1
        Remove-Module LensTools
        # By its full name it would be imported again.
        Get-Command *-Lens* -ListImported | Should -BeNullOrEmpty
        Import-Module LensTools
        Get-LensDataset (Join-Path $roundRobin ill/300202*) | Should -HaveCount 1
    }

    It 'gives its output types as type literals' {
        foreach ($name in 'LensDataset', 'LensTestResult', 'LensFinding', 'LensLabel', 'LensPublishReceipt', 'LensCollection', 'LensCurve', 'LensMeasurement', 'LensCurveComparison', 'LensConsensus') {
            "LensTools.$name" -as [type] | Should -Not -BeNullOrEmpty -Because $name
        }
    }

    It 'keeps its packages to itself' {
        $null = Get-LensDataset (Join-Path $roundRobin ill) | Test-LensDataset
        $context = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'YamlDotNet', 'LensTools.Engine' } |
            ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } | Select-Object -Unique
        $context | Should -Be 'LensTools'
    }

    It 'has help with an example for every parameter of <_>' -ForEach 'Get-LensDataset', 'Test-LensDataset', 'New-LensCollection', 'Set-LensLabel', 'Get-LensLabel', 'Publish-LensDataset', 'Export-LensDataset', 'Test-LensTarget', 'Receive-LensDataset', 'Compare-LensCollection', 'Unpublish-LensDataset', 'Watch-LensFolder', 'Clear-LensTarget', 'Get-LensPublication', 'Test-LensPublication', 'Remove-LensLabel', 'Rename-LensLabel', 'Move-LensLabel', 'Undo-LensLabel', 'Compare-LensLabel', 'Copy-LensLabel', 'Export-LensLabel', 'Get-LensVocabulary', 'Import-LensLabel', 'New-LensSplit', 'Test-LensSplit', 'Test-LensVocabulary', 'Update-LensVocabulary', 'Disable-LensFinding', 'Export-LensReport', 'Get-LensRequest', 'Get-LensRule', 'Import-LensResponse', 'New-LensRequest', 'Register-LensRule', 'Unregister-LensRule', 'Measure-LensDataset', 'Measure-LensConsensus', 'Compare-LensDataset', 'Join-LensDataset', 'ConvertTo-LensHistogram', 'ConvertTo-LensAsymmetry', 'ConvertTo-LensCurve', 'Show-LensDataset', 'Export-LensPlot', 'New-LensReview' {
        $help = Get-Help $_ -Full
        $help.Synopsis.Trim() | Should -Not -Match '^\[?-|^Get-|^Set-|\[<Common'
        $code = $help.examples.example.code -join "`n"
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        # A parameter by position has no name in the example; these are the ones that are used so.
        $byPosition = @{ 'Get-LensDataset' = 'Path'; 'Test-LensDataset' = 'Path'; 'Publish-LensDataset' = 'Destination'; 'Test-LensTarget' = 'Destination'; 'Receive-LensDataset' = 'Source'; 'Export-LensDataset' = 'Destination'; 'Get-LensLabel' = 'Path'; 'New-LensCollection' = 'Path'; 'Clear-LensTarget' = 'Destination'; 'Get-LensPublication' = 'None'; 'Test-LensPublication' = 'Destination' }
        foreach ($parameter in (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common }) {
            ($help.parameters.parameter | Where-Object name -eq $parameter).description.Text | Should -Not -BeNullOrEmpty -Because $parameter
            if ($byPosition[$help.Name] -ne $parameter) { $code | Should -Match "-$parameter\b" }
        }
    }
}

Describe 'Get-LensDataset' {
    It 'describes every format in the same terms' {
        $sets = Get-LensDataset $roundRobin -Recurse -ErrorAction SilentlyContinue -ErrorVariable problems
        $sets | Should -HaveCount 23
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'LensFileDamaged*'
        $sets.Format | Sort-Object -Unique | Should -Be 'CanSasXml', 'ColumnText', 'IsisTofRaw', 'NXcanSAS'
        $sets | Where-Object Facility -eq MLZ | ForEach-Object { $_.QMax | Should -BeLessThan 0.31 }
        $sets[0] | Should -BeOfType LensTools.LensDataset
    }

    It 'says why the one file it was given is no dataset, and of many only when asked' {
        $folder = Join-Path $TestDrive others
        1..2 | ForEach-Object { Set-Content (New-Item (Join-Path $folder "notes$_.txt") -Force) 'no numbers here' }
        Get-LensDataset (Join-Path $folder notes1.txt) -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'LensNotADataset*'
        $problems[0] | Should -BeLike '*notes1.txt is not a dataset*'
        # A folder's answer ends with the number, and the way to list them.
        $said = Get-LensDataset $folder 6>&1
        "$said" | Should -BeLike '2 files*-Skipped*'
        $skipped = Get-LensDataset $folder -Skipped
        $skipped | Should -HaveCount 2
        $skipped[0] | Should -BeOfType LensTools.LensSkippedFile
        $skipped.Reason | Sort-Object -Unique | Should -Be 'its content is not in a supported format'
    }

    It 'says why the curves of a damaged entry cannot be read' {
        $file = Join-Path $TestDrive damaged.xml
        Set-Content $file '<SASroot><SASentry name="a"><SASdata><Idata><Q unit="1/A">1</Q></Idata></SASdata></SASentry></SASroot>'
        $set = Get-LensDataset $file
        { $set.Curves } | Should -Throw '*it has no Q, or no I*'
    }

    It 'takes names with brackets, blanks, #, % and umlauts literally and from Get-ChildItem' {
        $folder = Join-Path $TestDrive names
        $names = 'run[1].dat', 'run1.dat', 'a b#c%20d.dat', 'Größe-µ.dat', ("long " + 'x' * 200 + '.dat')
        foreach ($name in $names) { Write-Curve (Join-Path $folder $name) }
        (Get-LensDataset -LiteralPath (Join-Path $folder 'run[1].dat')).Name | Should -Be 'run[1]'
        (Get-ChildItem -LiteralPath $folder | Get-LensDataset).Count | Should -Be $names.Count
        (Get-ChildItem -LiteralPath (Join-Path $folder 'run[1].dat') | Get-LensDataset).Name | Should -Be 'run[1]'
        $exact = Get-LensDataset -LiteralPath (Join-Path $folder 'run[1].dat')
        ($exact | Get-LensDataset).Name | Should -Be 'run[1]'
        ($exact | Test-LensDataset).Name | Should -Be 'run[1]'
        (Get-Item -LiteralPath $exact.PSPath).Name | Should -Be 'run[1].dat'
    }

    It 'says so when a wildcard hides a file of that very name' {
        $folder = Join-Path $TestDrive wild
        Write-Curve (Join-Path $folder 'run[1].dat')
        Write-Curve (Join-Path $folder 'run1.dat')
        $found = Get-LensDataset (Join-Path $folder 'run[1].dat') -WarningVariable warnings -WarningAction SilentlyContinue
        $found.Name | Should -Be 'run1'
        $warnings | Should -Match 'LiteralPath'
    }

    It 'works on PSDrives and relative paths' {
        $null = New-PSDrive -Name rr -PSProvider FileSystem -Root $roundRobin -Scope Global
        try {
            Get-LensDataset rr:/ill | Should -HaveCount 8
            Push-Location rr:/mlz
            Get-LensDataset | Should -HaveCount 8
            Get-LensDataset ../ill/300202* | Should -HaveCount 1
        }
        finally {
            Pop-Location
            Remove-PSDrive rr
        }
    }

    It 'passes over what is no data and says why when asked' {
        $folder = Join-Path $TestDrive other
        $null = New-Item -ItemType Directory (Join-Path $folder x.h5)
        Set-Content (Join-Path $folder note.txt) 'nothing to see'
        Write-Curve (Join-Path $folder curve.dat)
        $verbose = Get-LensDataset $folder -Verbose 4>&1
        @($verbose | Where-Object { $_ -is [LensTools.LensDataset] }) | Should -HaveCount 1
        @($verbose | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and $_.Message -match 'curve.dat: ColumnText, 1 datasets' }) | Should -HaveCount 1
        @($verbose | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and $_.Message -match 'note.txt was skipped' }) | Should -HaveCount 1
    }

    It 'reports an empty data file, a missing path and another provider, and goes on' {
        $folder = Join-Path $TestDrive broken
        Write-Curve (Join-Path $folder good.dat)
        $null = New-Item (Join-Path $folder empty.h5)
        $found = Get-LensDataset $folder, (Join-Path $folder missing.dat), env: -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.Name | Should -Be 'good'
        ($problems.FullyQualifiedErrorId -replace ',.*') | Sort-Object | Should -Be 'LensFileEmpty', 'LensNotAFile', 'LensPathNotFound'
    }

    It 'reads lazily: a curve, metadata with places, the identity' {
        $set = Get-LensDataset (Join-Path $roundRobin mlz/41005*)
        $set.Curves[0].Q.Count | Should -Be 70
        $set.Curves[0].Points | Select-Object -First 1 | ForEach-Object { $_.Q | Should -BeLessThan 0.0061 }
        ($set.Metadata | Where-Object Term -eq Sample).Location | Should -BeLike '/SASroot/SASentry/SASsample/ID*'
        $set.Id | Should -Be ('sha256:' + (Get-FileHash -LiteralPath $set.Path -Algorithm SHA256).Hash.ToLowerInvariant())
    }

    It 'takes a path as tab completion writes it' {
        $folder = Join-Path $TestDrive tab
        Write-Curve (Join-Path $folder 'run[1].dat')
        $completed = (TabExpansion2 "Get-LensDataset $folder/run").CompletionMatches[0].CompletionText
        $completed | Should -Match '`'
        (Invoke-Expression "Get-LensDataset $completed").Name | Should -Be 'run[1]'
    }

    It 'puts out each dataset once when folders and their files are piped' {
        (Get-ChildItem $roundRobin -Recurse | Get-LensDataset -ErrorAction SilentlyContinue).Count | Should -Be 23
        (Get-ChildItem $roundRobin -Recurse | Test-LensDataset).Count | Should -Be 24
    }

    It 'refuses a format that there is not' {
        { Get-LensDataset $roundRobin -Format NoSuch } | Should -Throw -ErrorId 'LensFormatUnknown*'
    }

    It 'only takes the formats it is asked for' {
        Get-LensDataset $roundRobin -Recurse -Format NXcanSAS -ErrorAction SilentlyContinue | Should -HaveCount 3
    }
}

Describe 'Test-LensDataset' {
    It 'finds the six faults of the round robin' {
        $results = Get-ChildItem $roundRobin -Recurse -File | Test-LensDataset
        $results | Should -HaveCount 24
        $found = @{}
        foreach ($result in $results | Where-Object Verdict -ne Usable) { $found[$result.Name] = "$($result.Verdict) $($result.Findings[0].Rule)" }
        $found.Count | Should -Be 6
        $found['300212_silica50_2mgml'] | Should -Be 'NeedsInformation Data.Uncertainty'
        $found['300235_ellipsoid_5mgml'] | Should -Be 'NeedsInformation Data.QUnit'
        $found['41002_silica25_2mgml'] | Should -Be 'NeedsInformation Metadata.Sample'
        $found['90103_ellipsoid_5mgml'] | Should -Be 'Rejected Readability.File'
        $found['41025_capsid_5mgml'] | Should -Be 'UsableWithWarnings Collection.Duplicate'
        $found['LOQ00090102'] | Should -Be 'NeedsInformation Metadata.Title'
    }

    It 'gives a Boolean with -Quiet' {
        Get-LensDataset (Join-Path $roundRobin ill/300202*), (Join-Path $roundRobin ill/300212*) | Test-LensDataset -Quiet | Should -Be $true, $false
    }

    It 'applies and leaves out rules and groups of rules' {
        $set = Get-LensDataset (Join-Path $roundRobin mlz/41002*)
        ($set | Test-LensDataset -Rule Data).Verdict | Should -Be Usable
        ($set | Test-LensDataset -ExcludeRule Metadata.Sample).Verdict | Should -Be Usable
        { $set | Test-LensDataset -Rule No.Such } | Should -Throw -ErrorId 'LensRuleUnknown*'
        { $set | Test-LensDataset -Profile nosuch } | Should -Throw -ErrorId 'LensProfileUnknown*'
    }

    It 'takes a profile from a file' {
        $profile = Join-Path $TestDrive strict.yaml
        Set-Content $profile "basedOn: training`nrules:`n  Data.QOrder: off`nthresholds:`n  largestQ: 0.1`n"
        $result = Get-LensDataset (Join-Path $roundRobin ill/300202*) | Test-LensDataset -Profile $profile
        $result.Findings | Where-Object Severity -ne Information | ForEach-Object Rule | Should -Be Data.QUnit
    }

    It 'gives a verdict for every run of a real ISIS batch, with its placeholders' -Skip:(-not (Test-Path (Join-Path (Split-Path (Split-Path $PSScriptRoot)) ../shared/corpora/ISIS-LOQ-SANS))) {
        $batch = Join-Path $root ../shared/corpora/ISIS-LOQ-SANS
        $results = Get-LensDataset $batch -Recurse | Test-LensDataset
        $runs = @(Get-ChildItem $batch -Recurse -Filter *.nxs)
        $raw = @($results | Where-Object { $_.Dataset.Format -eq 'IsisTofRaw' })
        $raw | Should -HaveCount $runs.Count
        foreach ($result in $raw) {
            $result.Verdict | Should -Be NeedsInformation
            $result.Findings.Message | Should -Contain 'experiment_identifier is "99999", which is a placeholder; expected the proposal under which it was measured'
            $result.Findings.Message | Should -Contain "name is blank; expected the sample's name"
        }
    }
}

Describe 'the pipeline' {
    It 'binds results directly, entry by entry' {
        $folder = Join-Path $TestDrive entries
        $rows = 1..6 | ForEach-Object { '<Idata><Q unit="1/A">0.0' + $_ + '</Q><I unit="1/cm">{1}' + $_ + '</I><Idev unit="1/cm">0.' + $_ + '</Idev></Idata>' } | Join-String
        $entry = '<SASentry name="{0}"><Title>t</Title><SASdata>' + $rows + '</SASdata><SASsample><ID>s</ID></SASsample><SASinstrument><name>LOQ</name></SASinstrument></SASentry>'
        $null = New-Item -ItemType Directory $folder
        Set-Content (Join-Path $folder two.xml) ('<SASroot version="1.1" xmlns="urn:cansas1d:1.1">' + ($entry -f 'good', '9' ) + ($entry -f 'bad', -9) + '</SASroot>')
        $null = New-LensCollection $folder
        $results = Get-LensDataset $folder | Test-LensDataset
        $results.Verdict | Should -Be Usable, UsableWithWarnings
        $written = $results | Where-Object Verdict -eq Usable | Set-LensLabel quality good -PassThru
        $written | Should -HaveCount 1
        $written.Entry | Should -Be good
        # A label, a finding, and what came back from a file or a job stand for the same entry.
        ($written | Get-LensDataset).Entry | Should -Be good
        ($results.Findings | Where-Object Severity -ne Information | Get-LensDataset).Entry | Should -Be bad
        $stored = Join-Path $TestDrive results.clixml
        $results | Export-Clixml $stored
        (Import-Clixml $stored | Where-Object Name -like '*bad' | Get-LensDataset).Entry | Should -Be bad
        $target = Join-Path $TestDrive entries-published
        # A file is published whole.
        ($results | Where-Object Verdict -eq Usable | Publish-LensDataset $target -PassThru).Path | Should -Be two.xml
        ($results | Where-Object Verdict -eq Usable | Export-LensDataset (Join-Path $TestDrive entries-exported) -PassThru).Name | Should -Be 'two#good.h5'
    }

    It 'says what stands for no dataset' {
        1, (Get-Date) | Get-LensDataset -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.Count | Should -BeGreaterThan 0
        { Set-LensLabel quality good } | Should -Throw -ErrorId 'LensInputMissing*'
    }
}

Describe 'labels' {
    It 'are given in bulk as one transaction, shown, and survive a rename' {
        $copy = Copy-RoundRobin
        Get-LensDataset $copy -Recurse -ErrorAction SilentlyContinue | Set-LensLabel -Name quality -Value GOOD -Reason 'looked at'
        $labels = Get-LensLabel $copy
        # The duplicate has the identity of its twin.
        $labels | Should -HaveCount 22
        $labels.Value | Sort-Object -Unique | Should -BeExactly good
        $labels.Transaction | Sort-Object -Unique | Should -HaveCount 1
        Rename-Item (Join-Path $copy ill/300202_silica25_2mgml.dat) renamed.dat
        (Get-LensDataset (Join-Path $copy ill/renamed.dat)).Labels['quality'] | Should -Be good
    }

    It 'can be removed, and a mistake in bulk can be seen, undone and redone' {
        $folder = New-Item (Join-Path $TestDrive 'undo') -ItemType Directory
        Copy-Item (Join-Path $roundRobin 'ill/*') $folder
        New-LensCollection $folder | Out-Null
        $sets = Get-LensDataset $folder
        $sets | Set-LensLabel split train -Reason 'first round' -Author 'A. Steward <a@example.org>'
        $sets[0] | Set-LensLabel split test -Reason 'one right'
        $sets | Set-LensLabel split test -Reason 'a mistake'
        (Get-LensLabel $folder -Name split | Group-Object Value).Name | Should -Be 'test'
        (Get-LensLabel $folder -History | Where-Object Reason -eq 'a mistake').Count | Should -Be 7
        $undone = Undo-LensLabel -Path $folder -Reason 'not all of them' -PassThru
        $undone | Should -HaveCount 7
        $undone[0].Value | Should -Be 'train'
        (Get-LensLabel $folder -Name split | Where-Object Value -eq test) | Should -HaveCount 1
        # What a later label builds on is not undone alone.
        { Get-LensLabel $folder -History | Where-Object Reason -eq 'first round' | Undo-LensLabel } |
            Should -Throw -ErrorId 'LensLabelUndoRefused*'
        Get-LensLabel $folder -Name split | Select-Object -First 2 | Remove-LensLabel
        Get-LensLabel $folder -Name split | Should -HaveCount 6
        # Only what is named is removed, and all must be asked for.
        Get-LensLabel $folder | Remove-LensLabel quality
        Get-LensLabel $folder -Name split | Should -HaveCount 6
        { $sets | Remove-LensLabel } | Should -Throw -ErrorId 'LensInputMissing*'
        Remove-LensLabel split -Path $folder
        Get-LensLabel $folder | Should -BeNullOrEmpty
        Undo-LensLabel -Path $folder
        Get-LensLabel $folder -Name split | Should -HaveCount 6
        (Get-LensLabel $folder -History)[0].By | Should -Be 'A. Steward <a@example.org>'
        Get-LensLabel $folder -Conflict | Should -BeNullOrEmpty
    }

    It 'are renamed for a whole collection, by name or by value, and back' {
        $copy = (New-Item (Join-Path $TestDrive renaming) -ItemType Directory).FullName
        Set-Content (Join-Path $copy lens.yaml) "name: renaming`nlabels:`n  kind: { description: an old name }`n  sort: { description: another }"
        $null = New-Item (Join-Path $copy mlz), (Join-Path $copy ill) -ItemType Directory
        Copy-Item (Join-Path $roundRobin ill/*) (Join-Path $copy ill)
        $sets = Get-LensDataset (Join-Path $copy ill)
        $sets | Set-LensLabel kind { $_.Name -match 'silica' ? 'sphere' : 'other' }
        Rename-LensLabel kind sort -Path $copy -WhatIf
        Get-LensLabel $copy -Name sort -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $since = [datetime]::UtcNow
        $written = Rename-LensLabel kind sort -Path $copy -Reason 'a better name' -PassThru
        $written | Should -HaveCount 16 -Because 'one is removed and one given of each'
        $written.Transaction | Sort-Object -Unique | Should -HaveCount 1
        Get-LensLabel $copy -Name kind -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-LensLabel $copy -Name sort).Value | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'other 4', 'sphere 4'
        Rename-LensLabel sort -Value sphere -NewValue ball -Path $copy
        (Get-LensLabel $copy -Name sort).Value | Sort-Object -Unique | Should -Be ball, other
        # Where a dataset has both, nothing is lost.
        $sets[0] | Set-LensLabel kind mine
        { Rename-LensLabel kind sort -Path $copy } | Should -Throw -ErrorId 'LensLabelExists*'
        (Get-LensLabel $copy -Name kind).Value | Should -Be mine
        { Rename-LensLabel kind nosuch -Path $copy } | Should -Throw -ErrorId 'LensLabelUnknown*'
        { Rename-LensLabel sort -Value cube -NewValue ball -Path $copy } | Should -Throw -ErrorId 'LensLabelNotGiven*'
        { Rename-LensLabel sort kind -Path (Join-Path $copy mlz) } | Should -Throw -ErrorId 'LensLabelNotGiven*'
        Undo-LensLabel -Since $since -Path $copy
        (Get-LensLabel $copy -Name kind).Value | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'other 4', 'sphere 4'
    }

    It 'are relabelled by a steward with a mistake, which is seen, undone and done right; and two stewards merge' {
        $collection = (New-Item (Join-Path $TestDrive walk) -ItemType Directory).FullName
        foreach ($i in 1..200) { Set-Content (Join-Path $collection "run$i.dat") (1..20 | ForEach-Object { "0.{0:000} {1} 0.1" -f $_, (21 - $_ + $i) }) }
        $null = New-LensCollection $collection -Name walk
        $sets = Get-LensDataset $collection
        $sets | Should -HaveCount 200
        $sets | Set-LensLabel -Label @{ 'sample-class' = 'protein'; quality = 'good' } -Author Ann -Reason 'first look'
        # The mistake: all of them, and not only the first fifty.
        $since = [datetime]::UtcNow
        $sets | Set-LensLabel sample-class polymer -WhatIf -InformationVariable shown -InformationAction SilentlyContinue
        "$shown" | Should -Match 'In all 200 labels of 200 datasets; 0 labels more would stay as they are'
        $sets[0] | Set-LensLabel comment 'what is this' -Author Carl
        Undo-LensLabel -By Carl -Path $collection
        Get-LensLabel $collection -Name comment -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $sets | Set-LensLabel sample-class polymer -Author Ann -Reason 'these are polymers'
        $mistake = Get-LensLabel $collection -History | Where-Object Reason -eq 'these are polymers'
        $mistake | Should -HaveCount 200
        $mistake[0] | Undo-LensLabel -Author Ann
        (Get-LensLabel $collection -Name sample-class).Value | Sort-Object -Unique | Should -Be protein
        $sets | Where-Object { [int]($_.Name -replace 'run') -le 50 } | Set-LensLabel sample-class polymer -Author Ann
        (Get-LensLabel $collection -Name sample-class | Group-Object Value -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" }) |
            Should -Be 'polymer 50', 'protein 150'
        (Compare-LensLabel -ReferenceTime $since -Path $collection -Name sample-class).Disagreement | Should -HaveCount 50
        # Two stewards, each with a clone.
        if (-not (Get-Command git -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'git is not installed'; return }
        $git = @('-c', 'user.name=steward', '-c', 'user.email=s@example.org')
        git -C $collection init -q -b main
        git -C $collection @git add -A
        git -C $collection @git commit -q -m labelled
        $one, $two = 'one', 'two' | ForEach-Object { Join-Path $TestDrive "walk-$_" }
        foreach ($clone in $one, $two) { git clone -q $collection $clone }
        Get-LensDataset $one | Select-Object -First 20 | Set-LensLabel quality usable -Author Ann
        Get-LensDataset $two | Select-Object -Skip 10 -First 20 | Set-LensLabel quality poor -Author Bob
        foreach ($clone in $one, $two) { git -C $clone @git commit -q -a -m relabelled }
        git -C $one @git fetch -q $two main:two
        git -C $one @git merge -q -m merged two 2>&1 | Out-Null
        Get-LensLabel $one -Conflict -Name quality | Should -HaveCount 20 -Because 'ten datasets have two values that do not know of each other'
        $agreement = Compare-LensLabel -ReferenceAuthor Ann -DifferenceAuthor Bob -Path $one -Name quality
        $agreement.Both, $agreement.Agreed | Should -Be 20, 0
        Get-LensLabel $one -Conflict | Set-LensLabel quality good -Author Ann -Reason 'we talked'
        Get-LensLabel $one -Conflict | Should -BeNullOrEmpty
        (Get-LensLabel $one -Name quality | Group-Object Value -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" }) |
            Should -Be 'good 180', 'poor 10', 'usable 10'
    }

    It 'go to a table and come back, and to other files' {
        $copy = Copy-RoundRobin
        $table = Join-Path $TestDrive form.csv
        Get-LensDataset $copy -Recurse | Export-LensLabel $table -Wide -Name quality, contrast -Delimiter ';'
        { Export-LensLabel -InputObject (Get-LensDataset $copy -Recurse) $table -ErrorAction Stop } | Should -Throw -ErrorId 'LensFileExists*'
        $rows = Import-Csv $table -Delimiter ';'
        $rows[0].PSObject.Properties.Name | Should -Be 'Path', 'Entry', 'DatasetId', 'quality', 'contrast'
        foreach ($row in $rows) { $row.quality = 'good' }
        $rows[1].quality = ''
        $rows[0].DatasetId = $rows[1].DatasetId = ''
        $rows[0].Path = 'nosuch.dat'
        $rows | Sort-Object Path -Descending | Export-Csv $table -Delimiter ';'
        Import-LensLabel $table -Path $copy -WhatIf | Out-Null
        Get-LensLabel $copy | Should -BeNullOrEmpty
        $matches = Import-LensLabel $table -Path $copy -Reason 'form' -WarningVariable warned -WarningAction SilentlyContinue
        $matches | Where-Object Status -eq Unknown | Should -HaveCount 1
        "$warned" | Should -Match '1 unknown'
        $labels = Get-LensLabel $copy
        $labels | Should -HaveCount ($rows.Count - 2)
        # Labels of one go to another; those that it has are not replaced unless that is asked for.
        $first = $labels[0]
        Set-LensLabel contrast D2O -LiteralPath $first.Path
        $other = (Get-LensDataset $copy -Recurse | Where-Object Path -ne $first.Path)[0]
        $other | Set-LensLabel contrast H2O
        Get-LensLabel $first.Path | Copy-LensLabel $other.Path -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LensLabelExists*'
        Get-LensLabel $first.Path | Copy-LensLabel -Destination $other.Path -Force -PassThru | Should -HaveCount 1
        (Get-LensLabel $other.Path -Name contrast).Value | Should -Be D2O
    }

    It 'have a vocabulary that is shown, tested and changed with them' {
        $copy = Copy-RoundRobin
        $sets = Get-LensDataset (Join-Path $copy ill)
        (Get-LensVocabulary model -Path $copy).Value.Name | Should -Contain sphere
        { Get-LensVocabulary nosuch -Path $copy -ErrorAction Stop } | Should -Throw -ErrorId 'LensLabelUnknown*'
        Update-LensVocabulary dose -Type Number -Unit kGy -Minimum 0 -Description 'the dose' -Path $copy
        $sets | Set-LensLabel dose 5
        (Get-LensLabel $copy -Name dose).Value | Sort-Object -Unique | Should -Be '5 kGy'
        { $sets | Set-LensLabel dose -1 } | Should -Throw -ErrorId 'LensLabelValueUnknown*'
        { $sets | Set-LensLabel dose much -AllowNew } | Should -Throw -ErrorId 'LensLabelValueUnknown*'
        $sets | Set-LensLabel beamline D22 -AllowNew -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match 'beamline is a new label'
        (Get-LensVocabulary beamline -Path $copy).Origin | Should -Be Vocabulary
        $written = Update-LensVocabulary beamline -DeprecatedBy comment -Path $copy -PassThru
        $written | Should -HaveCount 16
        (Get-LensLabel $copy -Name comment).Value | Sort-Object -Unique | Should -Be D22
        { $sets | Set-LensLabel beamline D11 } | Should -Throw -ErrorId 'LensLabelDeprecated*'
        Undo-LensLabel -Path $copy
        Get-LensLabel $copy -Name beamline | Should -HaveCount 8
        (Test-LensVocabulary $copy | Group-Object Problem, Name -NoElement).Name | Should -Be 'Missing, sample-class'
    }

    It 'split a collection without a leak, and name the leaks of another' {
        $copy = Copy-RoundRobin
        $parts = New-LensSplit $copy -WhatIf
        $parts.Part | Should -Be train, validation, test
        Get-LensLabel $copy | Should -BeNullOrEmpty
        $parts = New-LensSplit $copy -Train 0.5 -Validation 0.25 -Test 0.25 -StratifyBy Facility -Seed 3
        ($parts.Datasets | Measure-Object -Sum).Sum | Should -Be ((Get-LensDataset $copy -Recurse).Count - 1) -Because 'two files are identical'
        Test-LensSplit $copy -InformationVariable said -InformationAction SilentlyContinue | Should -BeNullOrEmpty
        "$said" | Should -Match 'no leak'
        $again = New-LensSplit $copy -Train 0.5 -Validation 0.25 -Test 0.25
        ($again.New | Measure-Object -Sum).Sum | Should -Be 0
        # One run of a sample in another part.
        $set = Get-LensLabel $copy -Name split | Where-Object Value -eq train | Select-Object -First 1
        $set | Set-LensLabel split test
        $leaks = Test-LensSplit $copy
        $leaks.Leak | Should -Contain Group
        $leaks[0].Part | Should -Be test -Because 'it is the one to move'
        $leaks[0] | Get-LensDataset | Should -HaveCount 1
        { New-LensSplit $copy -Train 0.9 } | Should -Throw -ErrorId 'LensInputInvalid*'
    }

    It 'come from the rows of a table' {
        $copy = Copy-RoundRobin
        $csv = Join-Path $TestDrive labels.csv
        $sets = Get-LensDataset (Join-Path $copy ill)
        # As a spreadsheet writes them: semicolons, a byte order mark, quotes, a formula, nothing at all.
        $rows = "Path;Name;Value;Remark`n$($sets[0].Path);quality;good;`n$($sets[0].Path);comment;`"=SUM(A1); `"`"quoted`"`"`";x`n$($sets[1].Path);quality;poor;`n$($sets[2].Path);quality;;`n"
        [IO.File]::WriteAllText($csv, $rows, [Text.UTF8Encoding]::new($true))
        Import-Csv $csv -Delimiter ';' | Set-LensLabel -WhatIf
        Get-LensLabel $copy | Should -BeNullOrEmpty
        $said = Import-Csv $csv -Delimiter ';' | Set-LensLabel -Reason 'a table' -PassThru 6>&1
        $written = $said | Where-Object { $_ -is [LensTools.LensLabel] }
        $written | Should -HaveCount 3
        $written.Transaction | Sort-Object -Unique | Should -HaveCount 1
        $said | Where-Object { $_ -isnot [LensTools.LensLabel] } | Should -Match '^1 rows have no value'
        $sets[0].Labels['comment'] | Should -Be '=SUM(A1); "quoted"'
        # What Get-LensLabel writes comes back, also on a host with other paths, and after a file has moved.
        Get-LensLabel $copy | Export-Csv $csv
        (Get-Content $csv -Raw).Replace('poor', 'good').Replace($copy, 'Z:\elsewhere') | Set-Content $csv
        Rename-Item -LiteralPath $sets[1].Path moved.dat
        Push-Location $copy
        try { Import-Csv $csv | Set-LensLabel }
        finally { Pop-Location }
        (Get-LensLabel $copy -Name quality).Value | Should -Be good, good
        (Get-LensDataset (Join-Path $copy ill/moved.dat)).Labels['quality'] | Should -Be good
        # An identity alone is enough; a column Id may be about something else, and then the path counts.
        Push-Location $copy
        try { [pscustomobject]@{ DatasetId = $written[0].DatasetId; Name = 'split'; Value = 'train' } | Set-LensLabel }
        finally { Pop-Location }
        [pscustomobject]@{ Id = '300215'; Path = $sets[3].Path; Name = 'split'; Value = 'test' } | Set-LensLabel
        (Get-LensLabel $copy -Name split).Value | Should -Be train, test
        { [pscustomobject]@{ Id = '300215'; Name = 'split'; Value = 'test' } | Set-LensLabel } | Should -Throw -ErrorId 'LensInputInvalid*'
        # A row that names two datasets is none of either, as after one column alone was sorted.
        [pscustomobject]@{ DatasetId = $written[0].DatasetId; Path = $sets[6].Path; Name = 'quality'; Value = 'unusable' } |
            Set-LensLabel -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'LensInputInvalid*'
        (Get-LensLabel $copy -Name quality).Value | Should -Not -Contain unusable
        # A row that names no file is an error of its own; one that is not in the vocabulary, or no row, writes nothing.
        [pscustomobject]@{ Path = (Join-Path $copy nosuch.dat); Name = 'quality'; Value = 'good' }, [pscustomobject]@{ Path = $sets[3].Path; Name = 'quality'; Value = 'good' } |
            Set-LensLabel -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 1
        $sets[3].Labels['quality'] | Should -Be good
        { [pscustomobject]@{ Path = $sets[4].Path; Name = 'quality'; Value = 'good' }, [pscustomobject]@{ Path = $sets[4].Path; Name = 'nosuch'; Value = '1' } | Set-LensLabel } |
            Should -Throw -ErrorId 'LensLabelUnknown*'
        $sets[4].Labels.Keys | Should -BeNullOrEmpty
        { $sets | Set-LensLabel } | Should -Throw -ErrorId 'LensInputInvalid*'
        # Two rows that contradict each other are not settled in silence.
        'good', 'poor' | ForEach-Object { [pscustomobject]@{ Path = $sets[5].Path; Name = 'quality'; Value = $_ } } |
            Set-LensLabel -WarningAction SilentlyContinue -WarningVariable warned
        $warned | Should -Match 'given twice, as good and as poor; the first counts'
        $sets[5].Labels['quality'] | Should -Be good
    }

    It 'of files that were edited are listed and moved' {
        $copy = (New-Item (Join-Path $TestDrive orphans) -ItemType Directory).FullName
        Copy-Item (Join-Path $roundRobin ill/*) $copy
        $null = New-LensCollection $copy
        $sets = Get-LensDataset $copy
        $sets | Set-LensLabel -Label @{ quality = 'good'; split = 'train' }
        Get-LensLabel $copy -Orphan | Should -BeNullOrEmpty
        # Reduced again in place; under another name; copied twice and edited; deleted.
        Add-Content $sets[0].Path '# again'
        Add-Content $sets[1].Path '# again'
        Rename-Item $sets[1].Path "v2_$(Split-Path $sets[1].Path -Leaf)"
        Add-Content $sets[2].Path '# a'
        Rename-Item $sets[2].Path "a_$(Split-Path $sets[2].Path -Leaf)"
        Copy-Item (Join-Path $copy a_*) (Join-Path $copy "b_$(Split-Path $sets[2].Path -Leaf)")
        Add-Content (Join-Path $copy b_*) '# b'
        Remove-Item $sets[3].Path
        $orphans = Get-LensLabel $copy -Orphan
        $orphans | Should -HaveCount 8
        ($orphans | Group-Object RelativePath | ForEach-Object { $_.Group[0].Successor.Count }) | Should -Be 1, 1, 2, 0
        $orphans | Move-LensLabel -WhatIf
        Get-LensLabel $copy -Orphan | Should -HaveCount 8
        $moved = $orphans | Move-LensLabel -Reason 'reduced again' -PassThru -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -BeLike 'LensSuccessorUnknown*'
        $problems | Should -HaveCount 2
        $moved | Should -HaveCount 8 -Because 'two datasets have two labels each, which are removed and given'
        $moved.Transaction | Sort-Object -Unique | Should -HaveCount 1
        (Get-LensDataset (Join-Path $copy v2_*)).Labels['split'] | Should -Be train
        Get-LensLabel $copy -Orphan | Should -HaveCount 4
        # To one of two, by name; and not over what is there.
        $there = Get-LensDataset (Join-Path $copy b_*)
        $there | Set-LensLabel split test
        { $orphans[4..5] | Move-LensLabel $there.Path -ErrorAction Stop } | Should -Throw -ErrorId 'LensLabelExists*'
        $there | Set-LensLabel split $null
        $orphans[4..5] | Move-LensLabel $there.Path
        (Get-LensDataset $there.Path).Labels['quality'] | Should -Be good
        { $orphans | Move-LensLabel $there.Path } | Should -Throw -ErrorId 'LensInputInvalid*'
        Undo-LensLabel -Path $copy
        Get-LensLabel $copy -Orphan | Should -HaveCount 4
    }

    It 'choose the datasets that are found' {
        $copy = Copy-RoundRobin
        $sets = Get-LensDataset (Join-Path $copy ill)
        $sets[0..4] | Set-LensLabel quality good
        $sets[0..1] | Set-LensLabel split train
        (Get-LensDataset (Join-Path $copy ill) -Label @{ quality = 'GO*' }).Name | Should -Be $sets[0..4].Name
        (Get-LensDataset $copy -Recurse -Label @{ quality = 'good'; split = 'train' } -ErrorAction SilentlyContinue).Name | Should -Be $sets[0..1].Name
        (Get-LensDataset (Join-Path $copy ill) -Label @{ quality = 'good'; split = '' }).Name | Should -Be $sets[2..4].Name
        $sets | Get-LensDataset -Label @{ quality = 'poor' } | Should -BeNullOrEmpty
    }

    It 'are not written under -WhatIf, and only put out with -PassThru' {
        $copy = Copy-RoundRobin
        $sets = Get-LensDataset (Join-Path $copy ill)
        $sets | Set-LensLabel split train -WhatIf | Should -BeNullOrEmpty
        Get-LensLabel $copy | Should -BeNullOrEmpty
        $sets | Set-LensLabel split train | Should -BeNullOrEmpty
        $sets | Set-LensLabel -Label @{ split = 'test'; quality = 'poor' } -PassThru | Should -HaveCount 16
        $sets | Set-LensLabel split test -PassThru | Should -BeNullOrEmpty -Because 'they have it already'
        Get-LensLabel $copy -Name split -History | Should -HaveCount 16
        $sets[0] | Set-LensLabel split '' 
        $sets[0].Labels.Keys | Should -Be quality
    }

    It 'can be computed by a script block from each dataset' {
        $copy = Copy-RoundRobin
        $sets = Get-LensDataset (Join-Path $copy ill)
        $sets | Set-LensLabel sample-name { $_.Name -replace '_.*' }
        (Get-LensLabel $copy -Name sample-name).Value | Sort-Object -Unique |
            Should -Be ($sets.Name -replace '_.*' | Sort-Object -Unique)
        $sets | Set-LensLabel -Label @{ quality = 'good'; split = { if ($_.Points -gt 100) { 'train' } else { 'test' } } }
        foreach ($set in Get-LensDataset (Join-Path $copy ill)) {
            $set.Labels['split'] | Should -Be ($set.Points -gt 100 ? 'train' : 'test')
        }
        # Where it returns nothing the label stays, and that is said.
        $said = $sets | Set-LensLabel sample-name { } 6>&1
        "$said" | Should -BeLike "*nothing for $($sets.Count) of $($sets.Count) labels*"
        Get-LensLabel $copy -Name sample-name | Should -HaveCount $sets.Count
        # A script block that fails or returns several values writes nothing.
        { $sets | Set-LensLabel comment { throw 'no' } } | Should -Throw -ErrorId 'LensInputInvalid*' -ExpectedMessage '*fails for*no*'
        { $sets | Set-LensLabel comment { 1, 2 } } | Should -Throw -ErrorId 'LensInputInvalid*' -ExpectedMessage '*2 values*'
        { $sets | Set-LensLabel -Label @{ comment = 'a', 'b' } } | Should -Throw -ErrorId 'LensInputInvalid*'
        Get-LensLabel $copy -Name comment | Should -BeNullOrEmpty
    }

    It 'are the text that was typed, and times in one form' {
        $copy = Copy-RoundRobin
        $set = Get-LensDataset (Join-Path $copy ill/300202*)
        foreach ($case in @{ Given = { $set | Set-LensLabel comment 7.50 }; Text = '7.50' },
                          @{ Given = { $set | Set-LensLabel comment 007 }; Text = '007' },
                          @{ Given = { $set | Set-LensLabel comment 0.1 }; Text = '0.1' },
                          @{ Given = { $set | Set-LensLabel comment 1e3 }; Text = '1e3' },
                          @{ Given = { $set | Set-LensLabel comment { 0.1 + 0.2 } }; Text = "$(0.1 + 0.2)" },
                          @{ Given = { $set | Set-LensLabel comment ([datetime]::new(2022, 3, 4, 5, 6, 7, [DateTimeKind]::Utc)) }; Text = '2022-03-04T05:06:07Z' }) {
            & $case.Given
            (Get-LensLabel $copy -Name comment).Value | Should -BeExactly $case.Text
        }
        $set | Set-LensLabel comment { '' }
        Get-LensLabel $copy -Name comment | Should -BeNullOrEmpty
    }

    It 'lie in a collection whose name may be anything' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        $name = "two`nlines: `"quoted`" # \ `t end"
        (New-LensCollection $folder -Name $name).Name | Should -BeExactly $name
        Write-Curve (Join-Path $folder a.dat)
        Get-LensDataset $folder | Set-LensLabel quality good
        (Get-LensLabel $folder).Value | Should -Be good
    }

    It 'must be in the vocabulary' {
        $copy = Copy-RoundRobin
        $set = Get-LensDataset (Join-Path $copy ill/300202*)
        { $set | Set-LensLabel qualty good } | Should -Throw -ErrorId 'LensLabelUnknown*' -ExpectedMessage '*did you mean "quality"*'
        { $set | Set-LensLabel quality splendid } | Should -Throw -ErrorId 'LensLabelValueUnknown*'
        $set | Set-LensLabel model 'sphere@hardsphere'
        $set | Set-LensLabel round second
        $set.Labels['model'] | Should -Be 'sphere@hardsphere'
    }

    It 'need a collection' {
        $folder = Join-Path $TestDrive loose
        Write-Curve (Join-Path $folder a.dat)
        { Get-LensDataset $folder | Set-LensLabel quality good } | Should -Throw -ErrorId 'LensCollectionNotFound*'
        New-LensCollection $folder -WhatIf
        Test-Path (Join-Path $folder lens.yaml) | Should -BeFalse
        (New-LensCollection $folder -Name 'loose "ends"' -Licence CC0-1.0 -Profile benchmark).Name | Should -Be 'loose "ends"'
        Get-ChildItem (Join-Path $folder a.dat) | Set-LensLabel quality good
        (Get-LensLabel $folder).RelativePath | Should -Be a.dat
        { New-LensCollection $folder -ErrorAction Stop } | Should -Throw -ErrorId 'LensCollectionExists*'
    }

    It 'show path, reason and day in 80 columns' {
        $copy = Copy-RoundRobin
        Get-LensDataset (Join-Path $copy ill/300202*) | Set-LensLabel quality good -Reason 'looked at'
        $text = Get-LensLabel $copy -History | Out-String -Width 80
        $text | Should -Match "quality +good +ill/300202_silica\S* .+ $([datetime]::UtcNow.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)) looked at"
        ($text -split "`n").Length | Should -BeLessThan 10
    }

    It 'complete on a command line' {
        $copy = Copy-RoundRobin
        Push-Location $copy
        try {
            (TabExpansion2 'Set-LensLabel -Name sp').CompletionMatches.CompletionText | Should -Be split
            (TabExpansion2 'Set-LensLabel split ').CompletionMatches.CompletionText | Should -Be train, validation, test, holdout
            (TabExpansion2 'Set-LensLabel -Name round -Value ').CompletionMatches.CompletionText | Should -Be first, second
            (TabExpansion2 'Get-LensDataset -Format NX').CompletionMatches.CompletionText | Should -Be NXcanSAS
            (TabExpansion2 'Export-LensDataset -Format ').CompletionMatches.CompletionText | Should -Be NXcanSAS, CanSasXml, Column, NXdata, Json
            (TabExpansion2 'Test-LensDataset -Profile ').CompletionMatches.CompletionText | Should -Be archive, benchmark, publication, training
            (TabExpansion2 'Test-LensDataset -Rule Data.Q').CompletionMatches.CompletionText | Should -Be Data.QOrder, Data.QUnit
        }
        finally { Pop-Location }
    }

    It 'name a damaged line and write nothing while it is there' {
        $copy = Copy-RoundRobin
        $sets = Get-LensDataset (Join-Path $copy ill)
        $sets | Set-LensLabel quality good
        $ledger = Join-Path $copy lens-labels.jsonl
        $lines = Get-Content $ledger
        $lines[2] = $lines[2].Substring(0, 40)
        Set-Content $ledger $lines
        $before = Get-FileHash $ledger
        # The transaction is not whole: none of its labels counts, and that is said.
        Get-LensLabel $copy -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems | Should -HaveCount 2
        # The name that its file lacks may stand in the ledger.
        $test = Get-LensDataset (Join-Path $copy mlz/41002*) | Test-LensDataset
        $test.Verdict | Should -Be NotChecked
        $test.Failures | Should -HaveCount 1
        $test.Failures | Should -BeLike '*line 3*'
        $sets | Publish-LensDataset (Join-Path $TestDrive damaged) -ErrorAction SilentlyContinue -ErrorVariable refused
        ($refused.FullyQualifiedErrorId -replace ',.*') | Sort-Object -Unique | Should -Be LensLedgerDamaged
        Join-Path $TestDrive damaged | Should -Not -Exist
        $problems[0].Exception.Message | Should -Match 'line 3'
        { $sets | Set-LensLabel quality poor } | Should -Throw -ErrorId 'LensLedgerDamaged*'
        (Get-FileHash $ledger).Hash | Should -Be $before.Hash
    }
}

Describe 'Publish-LensDataset' {
    It 'sends, proves, keeps receipts, and sends nothing twice' {
        $copy = Copy-RoundRobin
        $target = Join-Path $TestDrive target
        $sets = Get-LensDataset $copy -Recurse -ErrorAction SilentlyContinue
        $sets | Publish-LensDataset $target -WhatIf
        Test-Path $target | Should -BeFalse
        $receipts = $sets | Publish-LensDataset $target -PassThru
        $receipts | Should -HaveCount 23
        foreach ($receipt in $receipts) {
            $receipt.Proof | Should -Be read-back
            (Get-FileHash -LiteralPath (Join-Path $target $receipt.Path)).Hash.ToLowerInvariant() | Should -Be $receipt.Sha256
        }
        Get-Content (Join-Path $copy lens-receipts.jsonl) | Should -HaveCount 23
        $again = $sets | Publish-LensDataset $target -PassThru
        $again.Action | Sort-Object -Unique | Should -Be Unchanged
        Get-ChildItem $target -Force -Directory -Filter '.lens*' | Should -BeNullOrEmpty
        (Get-Content (Join-Path $target lens-manifest.json) -Raw | ConvertFrom-Json).files | Should -HaveCount 23
    }

    It 'replaces what it published, and nothing else without -Force' {
        $copy = Copy-RoundRobin
        $target = Join-Path $TestDrive conflict
        $null = New-Item -ItemType Directory (Join-Path $target ill) -Force
        Set-Content (Join-Path $target ill/300202_silica25_2mgml.dat) 'of somebody else'
        $set = Get-LensDataset (Join-Path $copy ill/300202*)
        $set | Publish-LensDataset $target -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'LensTargetConflict*'
        Get-Content (Join-Path $target ill/300202_silica25_2mgml.dat) | Should -Be 'of somebody else'
        ($set | Publish-LensDataset $target -Force -PassThru).Action | Should -Be Conflict
        Add-Content $set.Path '# measured again'
        (Get-LensDataset $set.Path | Publish-LensDataset $target -PassThru).Action | Should -Be Changed
        Get-Content (Join-Path $target ill/300202_silica25_2mgml.dat) | Select-Object -Last 1 | Should -Be '# measured again'
    }

    It 'sends to a target of the collection by name, and labels travel beside the manifest' {
        $copy = Copy-RoundRobin
        Add-Content (Join-Path $copy lens.yaml) "targets:`n  archive: ../archive"
        $set = Get-LensDataset (Join-Path $copy ill/300202*)
        $set | Set-LensLabel quality good
        $set | Publish-LensDataset archive
        $labels = Join-Path $copy ../archive/lens-published-labels.jsonl
        (Get-Content $labels | ConvertFrom-Json).labels.quality | Should -Be good
        $written = (Get-Item (Join-Path $copy ../archive/lens-manifest.json)).LastWriteTimeUtc
        $set | Set-LensLabel quality poor
        ($set | Publish-LensDataset archive -PassThru).Action | Should -Be Unchanged
        (Get-Content $labels | ConvertFrom-Json).labels.quality | Should -Be poor
        (Get-Item (Join-Path $copy ../archive/lens-manifest.json)).LastWriteTimeUtc | Should -Be $written
    }

    It 'sums up what it did, in a table too' {
        $sets = Get-LensDataset (Copy-RoundRobin) -Recurse -ErrorAction SilentlyContinue
        $target = Join-Path $TestDrive summary
        $summary = $sets | Publish-LensDataset $target
        $summary | Should -BeOfType LensTools.LensPublishSummary
        $summary.Sent, $summary.Unchanged, $summary.Refused, $summary.Proof | Should -Be 23, 0, 0, 'read-back'
        $summary.Bytes | Should -Be ($sets | Sort-Object Path -Unique | Measure-Object Length -Sum).Sum
        $again = $sets | Publish-LensDataset $target
        $again.Sent, $again.Unchanged, $again.Bytes | Should -Be 0, 23, 0
        $lines = $summary | Out-String -Width 80 -Stream | Where-Object { $_ }
        $lines | Should -HaveCount 3
        $lines[2] | Should -Match '^ +23 +0 +0 .*read-back'
    }

    It 'keeps receipts and log when the pipeline ends early' {
        $copy = Copy-RoundRobin
        $target = Join-Path $TestDrive early
        $log = Join-Path $TestDrive early.jsonl
        $sets = Get-LensDataset $copy -Recurse -ErrorAction SilentlyContinue
        $sets | Publish-LensDataset $target -PassThru -LogPath $log | Select-Object -First 3 | Should -HaveCount 3
        $receipts = Get-Content (Join-Path $copy lens-receipts.jsonl) | ConvertFrom-Json
        $receipts | Should -HaveCount 23
        foreach ($receipt in $receipts) { (Get-FileHash -LiteralPath (Join-Path $target $receipt.path)).Hash | Should -Be $receipt.sha256 }
        (Get-Content $log | ConvertFrom-Json).kind | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'Finished 1', 'Published 23'
        Get-ChildItem $target -Force -Directory -Filter '.lens*' | Should -BeNullOrEmpty
        ($sets | Publish-LensDataset $target).Unchanged | Should -Be 23
    }

    It 'takes the whole folder along, or a part of it, and says what is left out' {
        $copy = Copy-RoundRobin
        Set-Content (Join-Path $copy ill/run.log) 'beam on'
        $files = { param($target) (Get-ChildItem $target -Recurse -File -Exclude lens-*, SHA256SUMS).Name | Sort-Object }
        $null = Publish-LensDataset (Join-Path $TestDrive all) -Path (Join-Path $copy ill) -Recurse -All -Exclude 3002*
        & $files (Join-Path $TestDrive all) | Should -Contain run.log
        & $files (Join-Path $TestDrive all) | Should -Not -Match '^3002'
        $said = Publish-LensDataset (Join-Path $TestDrive some) -Path (Join-Path $copy ill) -Recurse -Include *silica25* 6>&1
        & $files (Join-Path $TestDrive some) | Should -Be '300202_silica25_2mgml.dat', '300205_silica25_5mgml.dat'
        $said | Where-Object { $_ -is [System.Management.Automation.InformationRecord] } | Should -Match '1 file is not a dataset'
        ($said | Where-Object { $_ -is [LensTools.LensPublishSummary] }).LeftOut | Should -BeGreaterThan 0
        Publish-LensDataset (Join-Path $TestDrive old) -Path (Join-Path $copy ill) -Recurse -MinimumAge 20000d | Out-Null
        Join-Path $TestDrive old | Should -Not -Exist
        { Publish-LensDataset (Join-Path $TestDrive old) -Path (Join-Path $copy ill) -MinimumAge soon } | Should -Throw -ErrorId 'LensInputInvalid*'
        { Publish-LensDataset (Join-Path $TestDrive old) -Path (Join-Path $copy ill) -RetryFor soon } | Should -Throw -ErrorId 'LensInputInvalid*'
    }

    It 'reports a file that is gone, publishes the others, and logs both' {
        $log = Join-Path $TestDrive gone.jsonl
        $sets = Get-LensDataset (Join-Path (Copy-RoundRobin) ill)
        Remove-Item -LiteralPath $sets[0].Path
        $summary = $sets | Publish-LensDataset (Join-Path $TestDrive gone) -LogPath $log -ErrorAction SilentlyContinue -ErrorVariable problems
        $summary.Sent, $summary.Refused | Should -Be 7, 1
        $problems.FullyQualifiedErrorId | Should -BeLike 'LensFileNotFound*'
        $lines = Get-Content $log | ConvertFrom-Json
        ($lines | Where-Object kind -eq Refused).path | Should -Be $sets[0].Path
        ($lines | Where-Object kind -eq Published) | Should -HaveCount 7
    }

    It 'refuses to send a password over http to another machine' {
        $credential = [pscredential]::new('user', (ConvertTo-SecureString secret -AsPlainText -Force))
        { Get-LensDataset (Join-Path $roundRobin ill/300202*) | Publish-LensDataset http://example.invalid/dav -Credential $credential } | Should -Throw -ErrorId 'LensDestinationUnsafe*'
    }
}

Describe 'what was published' {
    BeforeAll {
        $copy = Copy-RoundRobin
        $target = Join-Path $TestDrive kept
        $null = Get-LensDataset (Join-Path $copy ill) | Publish-LensDataset $target
        $damaged = Join-Path $target 300202_silica25_2mgml.dat
        if (-not (Test-Path $damaged)) { $damaged = Join-Path $target ill/300202_silica25_2mgml.dat }
        $log = Join-Path $TestDrive kept.jsonl
    }

    It 'is verified, and repaired from its source' {
        $files = Test-LensPublication $target -SourcePath $copy
        $files | Should -HaveCount 8
        $files.State | Sort-Object -Unique | Should -Be Intact
        Test-LensPublication $target -SourcePath $copy -Quiet | Should -BeTrue
        Set-Content $damaged 'rotten'
        $found = Test-LensPublication $target -SourcePath $copy -LogPath $log -ErrorAction SilentlyContinue -ErrorVariable problems
        ($found | Where-Object State -ne Intact).State | Should -Be Different
        $problems.FullyQualifiedErrorId | Should -BeLike 'LensPublicationDamaged*'
        Test-LensPublication $target -SourcePath $copy -Quiet -ErrorAction SilentlyContinue | Should -BeFalse
        (Get-LensPublication | Where-Object Destination -eq $target).State | Should -Be Damaged
        ($found | Out-String -Width 80 -Stream) -match 'Different' | Should -HaveCount 1
        $null = Test-LensPublication $target -SourcePath $copy -Repair -WhatIf -ErrorAction SilentlyContinue
        Get-Content $damaged | Should -Be 'rotten'
        (Test-LensPublication $target -SourcePath $copy -Repair -LogPath $log | Where-Object State -ne Intact).State | Should -Be Repaired
        (Get-FileHash $damaged).Hash | Should -Be (Get-FileHash (Join-Path $copy ill/300202_silica25_2mgml.dat)).Hash
        (Get-Content $log | ConvertFrom-Json).kind | Should -Be 'Damaged', 'Finished', 'Repaired', 'Finished'
        # A share of it, the oldest proofs first.
        Test-LensPublication $target -SourcePath $copy -Percent 25 | Should -HaveCount 2
        Test-LensPublication $target *silica25* -SourcePath $copy | Should -HaveCount 2
    }

    It 'has a state on this host' {
        $state = Get-LensPublication | Where-Object Destination -eq $target
        $state.State, $state.Published, $state.Refused, $state.Path | Should -Be 'Good', 8, 0, $copy
        $state.LastSuccess | Should -BeGreaterThan ([datetime]::UtcNow.AddMinutes(-10))
        $state | Out-String -Width 80 | Should -Match '(?s)Destination: .*kept.*Round robin .* Good '
    }

    It 'is compared and withdrawn with a log' {
        Set-Content (Join-Path $copy ill/300202_silica25_2mgml.dat) 'changed'
        Compare-LensCollection (Join-Path $copy ill) $target -LogPath $log | Should -Not -BeNullOrEmpty
        Get-Content $log | Select-Object -Last 1 | Should -Match '"kind":"Differs"'
        $null = Unpublish-LensDataset $target *silica25_5* -Reason trial -LogPath $log -Confirm:$false
        Get-Content $log | Select-Object -Last 1 | Should -Match '"kind":"Withdrawn","message":"[^"]*300205_silica25_5mgml.dat at .* was withdrawn to [^"]*: trial"'
        $null = Receive-LensDataset $target (Join-Path $TestDrive fetched) -LogPath $log -ErrorAction SilentlyContinue
        (Get-Content $log | ConvertFrom-Json | Where-Object kind -eq Received) | Should -HaveCount 7
        # What ends a command is in its log too.
        { Receive-LensDataset (Join-Path $TestDrive nowhere) (Join-Path $TestDrive fetched) -LogPath $log } | Should -Throw
        Get-Content $log | Select-Object -Last 1 | Should -Match '"kind":"Failed"'
    }

    It 'is cleaned of what publications that were given up have left' {
        $id = (Get-Content (Join-Path $copy lens-source.json), (Join-Path $copy lens.yaml) -ErrorAction Ignore | Select-String '"?id"?: "?([0-9a-f]{32})').Matches[0].Groups[1].Value
        $left = New-Item -ItemType Directory (Join-Path $target ".lens-staging-$($id.Substring(0, 8))-1")
        $others = New-Item -ItemType Directory (Join-Path $target '.lens-staging-abcdef01-1')
        Clear-LensTarget $target $copy -WhatIf
        $left.FullName | Should -Exist
        Clear-LensTarget $target $copy -LogPath $log | Should -Be $left.Name
        $left.FullName | Should -Not -Exist
        $others.FullName | Should -Exist
        Get-Content $log | Select-Object -Last 1 | Should -Match '"kind":"Deleted"'
    }
}

Describe 'other providers' {
    It 'are refused where a folder is meant' {
        { New-LensCollection env:/foo -ErrorAction Stop } | Should -Throw -ErrorId 'LensNotAFile*'
        { Get-LensDataset (Join-Path $roundRobin ill) | Publish-LensDataset env:/foo } | Should -Throw -ErrorId 'LensNotAFile*'
    }
}

Describe 'the installed module' {
    It 'is found, imported and helped with by name' {
        if (-not (Get-Command dotnet -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no dotnet here to start another PowerShell with' }
        # PowerShell is a .NET tool here, so the process is dotnet.
        $said = dotnet (Join-Path $PSHOME pwsh.dll) -NoProfile -Command "
            Import-Module LensTools
            (Get-Module LensTools).ModuleBase
            (Get-Help about_LensTools | Out-String).Contains('COLLECTIONS')
            (Get-LensDataset '$(Join-Path $roundRobin ill)').Count"
        $said[0] | Should -Be (Get-Module LensTools).ModuleBase
        $said[0] | Should -BeLike "*LensTools*$((Get-Module LensTools).Version)"
        $said[0] | Should -Not -BeLike "$root*"
        $said[1] | Should -Be 'True'
        $said[2] | Should -Be 8
    }
}

Describe 'stopping' {
    BeforeAll {
        # A command that is stopped when a fifth of its work is done has to end long before the rest would be: in milliseconds on a quiet
        # machine. The work itself is the measure, so that a busy machine, which takes longer for both, changes nothing.
        function Measure-Stop([string] $script) {
            $shell = [powershell]::Create()
            $null = $shell.AddScript('Import-Module LensTools').Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript($script)
            $null = $shell.Invoke()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $null = $shell.Invoke()
            $whole = $watch.Elapsed
            $null = $shell.BeginInvoke()
            Start-Sleep -Milliseconds ($whole.TotalMilliseconds / 5)
            $watch.Restart()
            $shell.Stop()
            $stopped = $watch.Elapsed
            $shell.InvocationStateInfo.State | Should -Be Stopped
            $shell.Dispose()
            $stopped / $whole
        }
    }

    It 'ends the reading of a large text' {
        $large = Join-Path $TestDrive large.dat
        $writer = [IO.StreamWriter]::new($large)
        # Enough rising rows for the head to be taken for a curve, then many more.
        foreach ($i in 1..6000) { $writer.Write(('{0:F7} 2 3' -f ($i * 1e-5)) + "`n") }
        $block = "0.0600000 2 3`n" * 10000
        foreach ($i in 1..1000) { $writer.Write($block) }
        $writer.Dispose()
        Measure-Stop "Get-LensDataset -LiteralPath '$large'" | Should -BeLessThan 0.5
    }

    It 'ends a listing and its tests' {
        $folder = Join-Path $TestDrive many
        Write-Curve (Join-Path $folder 0.dat)
        1..3000 | ForEach-Object { [IO.File]::Copy((Join-Path $folder 0.dat), (Join-Path $folder "$_.dat")) }
        Measure-Stop "Get-LensDataset '$folder' | Test-LensDataset" | Should -BeLessThan 0.5
    }
}

Describe 'Export-LensDataset' {
    It 'writes what Get-LensDataset reads back, with the labels, and asks before it replaces' {
        $copy = Copy-RoundRobin
        $out = Join-Path $TestDrive exported
        $source = Get-LensDataset (Join-Path $copy ill/300202*)
        $source | Set-LensLabel split train
        foreach ($format in 'NXcanSAS', 'CanSasXml', 'Column') {
            $file = $source | Export-LensDataset $out -Format $format -PassThru
            $file | Should -BeOfType IO.FileInfo
            $again = Get-LensDataset $file.FullName
            $again.Sample | Should -Be $source.Sample
            $again.Curves[0].I | Should -Be $source.Curves[0].I
            $again.Metadata.Value | Should -Contain train
        }
        $source | Export-LensDataset $out -Format Json
        (Get-Content (Join-Path $out 300202_silica25_2mgml.json) -Raw | ConvertFrom-Json).labels.split | Should -Be train
        { $source | Export-LensDataset $out -ErrorAction Stop } | Should -Throw -ErrorId 'LensFileExists,*'
        $source | Export-LensDataset (Join-Path $TestDrive none) -WhatIf
        Join-Path $TestDrive none | Should -Not -Exist
    }
}

Describe 'formats that are known by name' {
    It 'are listed, and one finding says how to convert them' {
        $path = Join-Path $TestDrive old.nxs
        [IO.File]::WriteAllBytes($path, [byte[]](0x0e, 0x03, 0x13, 0x01) + [byte[]]::new(100))
        $dataset = Get-LensDataset $path
        $dataset.Format | Should -Be HDF4
        $dataset.Readable | Should -BeFalse
        $dataset.Level | Should -BeNullOrEmpty
        $result = $dataset | Test-LensDataset
        $result.Findings | Should -HaveCount 1
        $result.Findings[0].Rule | Should -Be Readability.Format
        $result.Findings[0].Advice | Should -Match h4toh5
    }
}

Describe 'views' {
    It 'show their computed cells where the language is constrained' {
        $shell = [powershell]::Create([runspacefactory]::CreateRunspace())
        try {
            $shell.Runspace.Open()
            $null = $shell.AddScript('Import-Module LensTools').Invoke()
            $shell.Runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            $shell.Commands.Clear()
            $path = Join-Path $roundRobin ill/300202*
            $said = $shell.AddScript("Get-LensDataset '$path' | Out-String -Width 120; Get-LensDataset '$path' | Format-List | Out-String -Width 120").Invoke()
        }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
        "$said" | Should -Match '300202_silica25_2mgml\.dat +ILL +D22 +Silica spheres, radius 25 A +0\.005-0\.45'
        "$said" | Should -Match 'Size +: 3\.3 KiB'
    }

    It 'fit 120 columns and show what matters' {
        $text = Get-LensDataset (Join-Path $roundRobin ill) | Out-String -Width 120
        $text | Should -Match '300202_silica25_2mgml\.dat +ILL +D22 +Silica spheres, radius 25 A +0\.005-0\.45 +1/cm +80 yes'
        $list = Get-LensDataset (Join-Path $roundRobin ill/300202*) | Format-List | Out-String -Width 120
        $list | Should -Match 'Sample +: Silica spheres, radius 25 A'
        $results = Get-LensDataset (Join-Path $roundRobin mlz) | Test-LensDataset | Out-String -Width 120
        $results | Should -Match '41002_silica25_2mgml\.xml +NeedsInformation +Metadata.Sample'
    }

    It 'tell the entries of a file with a long name apart' {
        $path = Join-Path $TestDrive 'a-series-of-many-frames-in-one-file.xml'
        $entry = '<SASentry name="frame{0}"><Title>t</Title><SASdata><Idata><Q unit="1/A">0.1</Q><I unit="1/cm">1</I></Idata></SASdata></SASentry>'
        Set-Content $path ('<SASroot version="1.1" xmlns="urn:cansas1d:1.1">' + ($entry -f 1) + ($entry -f 2) + '</SASroot>')
        Get-LensDataset $path | Out-String -Width 120 | Should -Match '(?s)a-series-of-many-fra…#frame1 .*a-series-of-many-fra…#frame2 '
    }
}

Describe 'the walk-throughs' {
    It 'run: the steward' {
        $said = & (Join-Path $root examples/steward.ps1) -Folder (Copy-RoundRobin) 2>$null | Out-String -Width 120
        $said | Should -Match 'To mlz:'
        $said | Should -Match '41002_silica25_2mgml\.xml +Usable'
        $said | Should -Match 'holdout +0.0 ?% .* 4 '
        $said | Should -Not -Match 'Leak'
    }

    It 'run: the admin' {
        $said = & (Join-Path $root examples/admin.ps1) -Folder (Copy-RoundRobin) -Destination (Join-Path $TestDrive admin) 6>$null | Out-String -Width 120
        $said | Should -Match 'Sent the second time: 0'
        $said | Should -Match 'Receipts kept: 19'
    }

    It 'run: the scientist, who finds the radius that was put in' {
        $said = & (Join-Path $root examples/scientist.ps1) -Folder (Copy-RoundRobin) | Out-String -Width 120
        # R = 25 A gives Rg = 19.36 A.
        $found = [regex]::Matches($said, 'silica25\S*\s+([\d.]+) ± ([\d.]+)')
        $found.Count | Should -Be 4
        foreach ($one in $found) { [Math]::Abs([double]$one.Groups[1].Value - 19.36) | Should -BeLessThan (3 * [double]$one.Groups[2].Value) }
    }

    AfterEach { Set-Location $root }
}

Describe 'Receive-LensDataset' {
    It 'fetches what was published, or the part that is asked for, ready for the other cmdlets' {
        $copy = Copy-RoundRobin
        $published = Join-Path $TestDrive published
        $sets = Get-LensDataset (Join-Path $copy ill)
        $sets | Where-Object Name -like '*silica*' | Set-LensLabel split train
        $sets | Publish-LensDataset $published
        $all = Receive-LensDataset $published (Join-Path $TestDrive received)
        $all | Should -HaveCount $sets.Count
        $all[0] | Should -BeOfType LensTools.LensReceiveReceipt
        $all.Action | Sort-Object -Unique | Should -Be New
        $part = Receive-LensDataset $published (Join-Path $TestDrive part) -Include *.dat -Label @{ split = 'train' }
        $part.Path | Should -BeLike '*silica*'
        ($part | Get-LensDataset).Count | Should -Be $part.Count
        # What matches nothing is said.
        Receive-LensDataset $published (Join-Path $TestDrive none) -Label @{ splitt = 'train' } -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'No file at'
        Receive-LensDataset $published (Join-Path $TestDrive none) -WhatIf | Should -BeNullOrEmpty
        Join-Path $TestDrive none | Should -Not -Exist
    }
}

Describe 'Compare-LensCollection and Unpublish-LensDataset' {
    BeforeAll {
        $copy = Copy-RoundRobin
        $published = Join-Path $TestDrive compared
        $sets = Get-LensDataset (Join-Path $copy ill)
        $sets | Publish-LensDataset $published
    }

    It 'says nothing where nothing differs' {
        Compare-LensCollection (Join-Path $copy ill) $published | Should -BeNullOrEmpty
    }

    It 'says what differs, in a table' {
        $differences = Compare-LensCollection $copy $published -ErrorAction SilentlyContinue
        $differences.Difference | Sort-Object -Unique | Should -Be NotPublished
        $differences[0] | Should -BeOfType LensTools.LensDifference
        $differences | Out-String -Width 120 | Should -Match 'isis/90100_silica25_5mgml.h5 +NotPublished +4.2 KiB'
    }

    It 'withdraws datasets, with the reason, and asks before it does' {
        $one = $sets | Where-Object Name -like '*capsid_2*'
        $before = Get-ChildItem $published -Recurse -Force | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" }
        $one | Unpublish-LensDataset $published -Reason 'wrong sample' -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $published -Recurse -Force | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" } | Should -Be $before
        $withdrawal = $one | Unpublish-LensDataset $published -Reason 'wrong sample' -Confirm:$false
        $withdrawal.Path | Should -BeLike 'ill/*capsid_2*'
        $withdrawal | Out-String -Width 120 | Should -Match 'yes +wrong sample'
        Join-Path $published $withdrawal.Path | Should -Not -Exist
        Join-Path $published $withdrawal.KeptAs | Should -Exist
        $one | Publish-LensDataset $published -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'LensWithdrawn*'
        (Unpublish-LensDataset $published *.dat -Reason 'a trial' -Purge -Confirm:$false).Count | Should -Be 8
        Get-ChildItem $published -Recurse -Filter *.dat -Force | Should -BeNullOrEmpty
    }
}

Describe 'Watch-LensFolder' {
    It 'publishes what passes, keeps a log, and says what it refuses' {
        $copy = Copy-RoundRobin
        $log = Join-Path $TestDrive watch.jsonl
        $events = Watch-LensFolder (Join-Path $copy ill) (Join-Path $TestDrive watched) -Once -SettleSeconds 0.1 -IntervalSeconds 0.1 -LogPath $log
        $events[0] | Should -BeOfType LensTools.LensWatchEvent
        ($events | Where-Object Event -eq Published).Count | Should -Be 6
        ($events | Where-Object Event -eq Refused).Id | Sort-Object | Should -Be 'Data.QUnit', 'Data.Uncertainty'
        $lines = Get-Content $log | ConvertFrom-Json
        $lines.Count | Should -Be $events.Count
        $lines.kind | Should -Be $events.Event
        $events | Out-String -Width 120 | Should -Match 'Published +300202_silica25_2mgml.dat +New at '
    }

    It 'fails once where its errors or its target make an unattended run fail' {
        $copy = Copy-RoundRobin
        Watch-LensFolder (Join-Path $copy ill) (Join-Path $TestDrive refused) -Once -SettleSeconds 0.1 -IntervalSeconds 0.1 -ErrorAction SilentlyContinue -ErrorVariable problems |
            Out-Null
        $problems.FullyQualifiedErrorId | Sort-Object -Unique | Should -BeLike 'LensWatchRefused*'
        # Nothing listens on the discard port.
        { Watch-LensFolder (Join-Path $copy ill) http://127.0.0.1:9/dav -Once -SettleSeconds 0.1 -IntervalSeconds 0.1 } |
            Should -Throw -ErrorId 'LensServerUnreachable*'
    }
}

Describe 'secrets' {
    BeforeAll {
        # What SecretManagement's Get-Secret gives.
        $global:secretPlace = (New-Item -ItemType Directory (Join-Path $TestDrive 'a secret place')).FullName
        function global:Get-Secret {
            [CmdletBinding()]
            param([string] $Name)
            switch ($Name) {
                place { ConvertTo-SecureString $global:secretPlace -AsPlainText }
                login { [pscredential]::new('u', (ConvertTo-SecureString geheim-42 -AsPlainText)) }
                default { Write-Error "The secret $Name was not found." }
            }
        }
    }

    It 'stand for destinations and credentials, and are not shown' {
        (Test-LensTarget secret:place).Kind | Should -Be Folder
        { Test-LensTarget http://example.invalid/dav -SecretName login -ErrorAction Stop } | Should -Throw -ErrorId 'LensDestinationUnsafe*'
        $Error[0] | Out-String | Should -Not -Match 'geheim-42'
    }

    It 'that are not there are named' {
        { Test-LensTarget secret:nosuch -ErrorAction Stop } | Should -Throw -ErrorId 'LensSecretNotFound*'
        Remove-Item function:Get-Secret
        { Test-LensTarget secret:place -ErrorAction Stop } | Should -Throw -ErrorId 'LensSecretsUnavailable*'
    }
}
