using System.Globalization;
using LensTools.Engine.Checks;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>What must hold before the first byte is sent.</summary>
internal sealed class PublishRequirements(
    Workspace workspace,
    PublishLocation place,
    PublishPlan plan,
    IReadOnlyCollection<PublicationSource> sources)
{
    /// <summary>An empty mount point is not the share that was published to before.</summary>
    /// <exception cref="LensException">Receipts say that a source was published there, and nothing is.</exception>
    public void RequireEarlierPublication()
    {
        if (plan.HasManifest || !place.Target.Facts.Can(TargetCapabilities.Read)) return;
        foreach (PublicationSource source in sources)
        {
            if (PublishReceipts.Read(workspace.StateFolder, source, place.DisplayName).FirstOrDefault(r => r.At is not null)
                is not { At: { } at })
                continue;
            throw new LensException(new LensError(
                ErrorKind.PublicationMissing,
                $"{source.Name} was published at {place.DisplayName} on {at:yyyy-MM-dd}, and now nothing is published there.",
                place.DisplayName,
                "Check that the share is mounted and that the address is right. To publish everything there again, use "
                    + "Publish-LensDataset -Force."));
        }
    }

    /// <summary>All that is to be sent must have room.</summary>
    /// <exception cref="LensException">The destination says that it has less.</exception>
    public void RequireSpace()
    {
        _ = plan.CountAccepted(out long bytes);
        if (place.Target.Facts.FreeBytes is not { } free || bytes <= free) return;
        throw new LensException(new LensError(
            ErrorKind.QuotaExceeded,
            string.Create(
                CultureInfo.InvariantCulture, $"{place.DisplayName} has {free} bytes left, and {bytes} are to be sent; nothing was sent."),
            place.DisplayName,
            "Free space there or ask for a larger quota, then publish again."));
    }

    /// <summary>What anyone can read must not name people, unless the steward allows it.</summary>
    /// <exception cref="LensException">Files do, or cannot be checked.</exception>
    public void RefusePersonalData(int throttleLimit, CancellationToken stop)
    {
        List<string> found = [.. OrderedParallel.Select(plan.Sources(), throttleLimit, source => FirstPersonal(source, stop), stop)
            .OfType<string>()];
        if (found.Count == 0) return;
        throw new LensException(new LensError(
            ErrorKind.PersonalData,
            $"{found.Count} of the files name people (the first in {found[0]}), and anyone with the address can read what is published at "
                + $"{place.DisplayName}.",
            place.DisplayName,
            "Publish to a password-protected location, leave those files out, or use -AllowPersonalData if the people consent."));
    }

    private static string? FirstPersonal(PlannedSource source, CancellationToken stop)
    {
        if (source.NamesPeople is false) return null;
        if (source.IsCompanion) return $"{source.Path}, which is not a dataset and cannot be checked";
        using var reading = FileReading.Open(source.Path, null, stop);
        try
        {
            return reading.Datasets.SelectMany(dataset => dataset.Metadata)
                .Where(PersonalData.Names)
                .Select(item => $"{item.Location} of {source.Path}")
                .FirstOrDefault();
        }
        catch (LensException)
        {
            // It cannot be published either; planning reports the error.
            return null;
        }
    }
}
