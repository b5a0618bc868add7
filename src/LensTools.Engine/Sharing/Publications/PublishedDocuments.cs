using System.Text.Json;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Withdrawals;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>The documents that describe the data of a publication: manifest, sums and labels.</summary>
internal static class PublishedDocuments
{
    /// <summary>Their names, the manifest last: nothing counts as published until it exists.</summary>
    public static IReadOnlyList<string> Names { get; } = [PublishedLabels.FileName, Manifest.SumsName, Manifest.FileName];

    /// <summary>Reads the manifest and labels at a location into the plan, replacing what it held.</summary>
    /// <exception cref="LensException">They are damaged.</exception>
    public static void Read(PublishLocation place, PublishPlan plan, CancellationToken stop)
    {
        plan.ClearPublished();
        string reading = Manifest.FileName;
        try
        {
            using Stream? manifest = place.Target.Open(place.PathOf(Manifest.FileName), 0, stop);
            if (manifest is null) return;
            plan.HasManifest = true;
            Manifest.Read(
                manifest,
                file =>
                {
                    if (plan.IsPublished(file.Path)) throw new JsonException($"it lists {file.Path} twice.");
                    plan.AddPublished(file);
                },
                source => plan.PublishedSources[source.Id] = source,
                refusal => plan.Refused[refusal.Path] = refusal);
            reading = PublishedLabels.FileName;
            using (Stream? labels = place.Target.Open(place.PathOf(PublishedLabels.FileName), 0, stop))
            {
                if (labels is not null)
                    foreach (PublishedLabel label in PublishedLabels.Read(labels))
                        plan.SetLabels(label.Path, PublishedLabels.ToText(label.Labels));
            }
            reading = WithdrawnFiles.FileName;
            using Stream? withdrawn = place.Target.Open(place.PathOf(WithdrawnFiles.FileName), 0, stop);
            if (withdrawn is not null) foreach (WithdrawnFile file in WithdrawnFiles.Read(withdrawn)) plan.AddWithdrawn(file);
        }
        catch (JsonException problem)
        {
            throw new LensException(new LensError(
                ErrorKind.ManifestDamaged,
                $"{reading} at {place.DisplayName} cannot be read: {problem.Message}",
                place.DisplayName,
                "Repair it, or move it away and use Publish-LensDataset -Force, which compares every file again.",
                problem));
        }
        catch (WebDav.ServerFailure problem)
        {
            throw new LensException(problem.Error);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, $"{place.DisplayName}/{reading}"));
        }
    }

    /// <summary>Reads them, and requires that something has been published.</summary>
    /// <exception cref="LensException">There is no manifest, it is damaged, or the target cannot be read.</exception>
    public static void ReadExisting(PublishLocation place, PublishPlan plan, CancellationToken stop)
    {
        if (!place.Target.Facts.Can(TargetCapabilities.Read)) throw ShowsNothing(place);
        Read(place, plan, stop);
        if (plan.HasManifest) return;
        throw new LensException(new LensError(
            ErrorKind.ManifestNotFound,
            $"{place.DisplayName} has no {Manifest.FileName}, so nothing has been published there yet.",
            place.DisplayName,
            "Check the link; below a share link, each publication has its own folder, given by -Name."));
    }

    /// <summary>The error of a target that cannot be read.</summary>
    public static LensException ShowsNothing(PublishLocation place) => new(new LensError(
        ErrorKind.TargetShowsNothing,
        $"{place.DisplayName} accepts files but does not show them.",
        place.DisplayName,
        "Ask the person who shares it for a link with read access."));

    /// <summary>Writes the sums and the manifest of what the plan lists as published.</summary>
    public static void WriteLists(PublishPlan plan, Action<string, Action<Stream>> write)
    {
        write(Manifest.SumsName, stream => Manifest.WriteSums(stream, plan.Published()));
        write(
            Manifest.FileName,
            stream => Manifest.Write(stream, plan.SourcesOfPublished(), plan.Refused.Values, plan.Published()));
    }

    /// <summary>Writes the labels of what the plan lists as published; where there are none any more, there is no such document.</summary>
    public static void WriteLabels(PublishLocation place, PublishPlan plan, Action<string, Action<Stream>> write, CancellationToken stop)
    {
        if (plan.AllLabels().Any()) write(PublishedLabels.FileName, stream => PublishedLabels.Write(stream, plan.AllLabels()));
        else place.Target.Delete(place.PathOf(PublishedLabels.FileName), isFolder: false, stop);
    }

    /// <summary>Replaces a document atomically; the new one is sent to a hidden folder first.</summary>
    /// <exception cref="LensException">It did not arrive; the old one is still in place.</exception>
    public static void Replace(PublishLocation place, string name, string folder, Action<Stream> write, CancellationToken stop)
    {
        string staged = $"{folder}/.lens-document-{Guid.NewGuid():N}";
        place.Target.MakeFolder(folder, stop);
        Send(place, staged, write, stop);
        if (place.Target.Move(staged, place.PathOf(name), isFolder: false, Replacement.Superseded, stop)) return;
        throw new LensException(new LensError(
            ErrorKind.TargetFailed,
            $"{place.DisplayName} does not let {name} be replaced.",
            place.DisplayName,
            "Check that it may be changed there, then publish again."));
    }

    /// <summary>Sends a document and verifies it.</summary>
    /// <exception cref="LensException">It did not arrive.</exception>
    public static void Send(PublishLocation place, string path, Action<Stream> write, CancellationToken stop)
    {
        string? local = null;
        try
        {
            local = Path.GetTempFileName();
            using (FileStream stream = File.Create(local)) write(stream);
            var upload = new Upload(path, local, new FileInfo(local).Length, Identities.Compute(local, stop));
            UploadResult arrival = place.Target.Put([upload], stop)[0];
            if (arrival.Error is { } error) throw new LensException(error);
            // The documents describe everything else, so read them back if the server cannot verify them.
            if (arrival.Proof == Verification.Size && place.Target.Verify(upload, VerificationLevel.Content, stop) is null)
            {
                place.Target.Delete(path, isFolder: false, stop);
                throw new LensException(new LensError(
                    ErrorKind.TransferCorrupt,
                    $"{Path.GetFileName(path)} was corrupted on arrival at {place.DisplayName}; nothing of this publication is visible "
                        + "there.",
                    place.DisplayName,
                    "Publish again; if this persists, the network or the server's disk is corrupting data."));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(new LensError(
                ErrorKind.WriteFailed,
                $"The lists cannot be written to {Path.GetTempPath()}: {problem.Message}",
                Path.GetTempPath(),
                "Make room there, or set TMPDIR (TEMP on Windows) to another folder, then publish again.",
                problem));
        }
        finally
        {
            if (local is not null) File.Delete(local);
        }
    }
}
