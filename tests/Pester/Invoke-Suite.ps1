<#
.SYNOPSIS
    Publishes the packed module, installs it from where it was published, and runs the suite on what is installed.
#>
param(
    # The folder of the packed module.
    [Parameter(Mandatory)] [string] $Package,
    # The manifest of Pester.
    [Parameter(Mandatory)] [string] $Pester,
    # Where the results go, as NUnit's XML.
    [Parameter(Mandatory)] [string] $Results
)

& {
    $ErrorActionPreference = 'Stop'
    $folder = Split-Path $Results
    $repository = "LensTools test $PID"
    Register-PSResourceRepository $repository -Uri (New-Item -ItemType Directory (Join-Path $folder repository)).FullName -Trusted
    try {
        Publish-PSResource -Path $Package -Repository $repository
        if ($IsWindows) {
            # There a home cannot be given, and the user's modules are not to be touched.
            $modules = (New-Item -ItemType Directory (Join-Path $folder modules)).FullName
            Save-PSResource LensTools -Repository $repository -Path $modules
            $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath
        }
        else {
            Install-PSResource LensTools -Repository $repository
        }
    }
    finally {
        Unregister-PSResourceRepository $repository
    }
    Import-Module $Pester -Global
}

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.Exit = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.TestResult.Enabled = $true
$configuration.TestResult.OutputPath = $Results
Invoke-Pester -Configuration $configuration
