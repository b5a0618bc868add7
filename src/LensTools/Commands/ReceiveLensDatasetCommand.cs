using System.Collections;
using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Receptions;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Downloads a publication, or part of it, and verifies each file against the manifest.</summary>
[Cmdlet(VerbsCommunications.Receive, "LensDataset", SupportsShouldProcess = true)]
[OutputType(typeof(LensReceiveReceipt))]
public sealed class ReceiveLensDatasetCommand : LensLoggedCmdlet
{
    /// <summary>
    /// A folder, the URL of a folder on a WebDAV server, a share link, a target of the collection, or an entry of SASBDB.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Source { get; set; } = "";

    /// <summary>The local folder; created if it does not exist.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>The publication's folder below the source.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Download only files whose path matches one of these patterns.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Include { get; set; } = [];

    /// <summary>Download only files that have all of these labels.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Label { get; set; } = [];

    /// <summary>The maximum number of bytes per second.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxRate { get; set; }

    /// <summary>Replace local files that differ.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The maximum number of files to download at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 4;

    private protected override TargetSettings Given => base.Given with { Name = Name, MaxRate = MaxRate };

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            if (Source.StartsWith(SasbdbReceiver.Prefix, StringComparison.OrdinalIgnoreCase))
                ReceiveEntry(Source[SasbdbReceiver.Prefix.Length..]);
            else ReceivePublication();
        });
        base.EndProcessing();
    }

    private void ReceivePublication()
    {
        WildcardPattern[] patterns = [.. Include.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
        // A label of one entry among several is written as entry/name.
        bool Has(IReadOnlyDictionary<string, string> labels, string name, string value) =>
            labels.Any(
                label => (label.Key == name || label.Key.EndsWith("/" + name, StringComparison.Ordinal))
                    && label.Value.Equals(value, StringComparison.OrdinalIgnoreCase));
        TargetSettings source = ResolveTarget(Source, CurrentFolder);
        new Receiver(Workspace)
        {
            Source = source.Url!,
            Destination = ResolveFolder(Destination),
            Name = source.Name,
            Force = Force,
            Options = OptionsFor(source) with { ThrottleLimit = ThrottleLimit },
            IsWanted = (path, labels) =>
                (patterns.Length == 0 || patterns.Any(pattern => pattern.IsMatch(path))) &&
                Label.Cast<DictionaryEntry>().All(label => Has(labels, $"{label.Key}", $"{label.Value}")),
        }.Run(Port, Put, Stop);
    }

    private void ReceiveEntry(string code)
    {
        if (Name is not null || Include.Length > 0 || Label.Count > 0)
        {
            throw new LensException(new LensError(
                ErrorKind.ParameterUnused,
                "A SASBDB entry is always received whole; -Name, -Include and -Label apply only to publications.",
                code,
                "Omit these parameters."));
        }
        new SasbdbReceiver
        {
            Code = code.ToUpperInvariant(),
            Destination = ResolveFolder(Destination),
            Force = Force,
            Options = Given.Apply(Options)
        }
            .Run(Port, Put, Stop);
    }

    private void Put(ReceiveReceipt receipt)
    {
        if (receipt.ToEvent(Workspace.UtcNow) is { } happened) Log.Add(happened);
        WriteObject(new LensReceiveReceipt(receipt));
    }
}
