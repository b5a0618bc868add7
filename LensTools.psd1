@{
    # Nested rather than root: Get-Help looks for help beside a nested module, but not below a root module's folder.
    NestedModules        = @('module/bin/LensTools.dll')
    # Loaded before the types, whose computed properties are methods of it.
    RequiredAssemblies   = @('module/bin/LensTools.dll')
    ModuleVersion        = '0.1.0'
    GUID                 = '6e0c1d52-5f1b-4b8e-9d0a-2f6f7d1c4a53'
    Author               = 'LensTools contributors'
    CompanyName          = 'LENS'
    Copyright            = '(c) LensTools contributors. MIT licence.'
    Description          = 'Turns folders of neutron-facility files into a checked, labelled, verifiable collection for machine learning, and publishes it.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('module/LensTools.Format.ps1xml')
    TypesToProcess       = @('module/LensTools.Types.ps1xml')
    CmdletsToExport      = @(
        'Clear-LensTarget'
        'Compare-LensCollection'
        'Compare-LensDataset'
        'Compare-LensLabel'
        'ConvertTo-LensAsymmetry'
        'ConvertTo-LensCurve'
        'ConvertTo-LensHistogram'
        'Copy-LensLabel'
        'Disable-LensFinding'
        'Export-LensDataset'
        'Export-LensLabel'
        'Export-LensPlot'
        'Export-LensReport'
        'Get-LensDataset'
        'Get-LensLabel'
        'Get-LensPublication'
        'Get-LensRequest'
        'Get-LensRule'
        'Get-LensVocabulary'
        'Import-LensLabel'
        'Import-LensResponse'
        'Join-LensDataset'
        'Measure-LensConsensus'
        'Measure-LensDataset'
        'Move-LensLabel'
        'New-LensCollection'
        'New-LensRequest'
        'New-LensReview'
        'New-LensSplit'
        'Publish-LensDataset'
        'Receive-LensDataset'
        'Register-LensRule'
        'Remove-LensLabel'
        'Rename-LensLabel'
        'Set-LensLabel'
        'Show-LensDataset'
        'Test-LensDataset'
        'Test-LensPublication'
        'Test-LensSplit'
        'Test-LensTarget'
        'Test-LensVocabulary'
        'Undo-LensLabel'
        'Unpublish-LensDataset'
        'Unregister-LensRule'
        'Update-LensVocabulary'
        'Watch-LensFolder'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @('Suppress-LensFinding')
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('PSEdition_Core', 'Windows', 'Linux', 'neutron', 'SANS', 'NeXus', 'HDF5', 'curation')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
