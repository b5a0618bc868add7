using System.Text.Json;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Withdrawals;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>What is beside the data of a publication and describes them: manifest, sums and labels.</summary>
internal static class PublishedDocuments
{
    /// <summary>Their names, the manifest last: until it is there, what is there is not published.</summary>
    public static IReadOnlyList<string> Names { get; } = [PublishedLabels.FileName, Manifest.SumsName, Manifest.FileName];

    /// <summary>Reads the manifest and labels of a place into the plan, instead of what it knew of them.</summary>
    /// <returns>The collection's name and licence there.</returns>
    /// <exception cref="LensException">They are damaged.</exception>
    public static (string? Name, string? Licence) Read(PublishLocation place, PublishPlan plan, CancellationToken stop)
    {
        plan.ClearPublished();
        string reading = Manifest.FileName;
        try
        {
            using Stream? manifest = place.Target.Open(place.PathOf(Manifest.FileName), 0, stop);
            if (manifest is null) return (null, null);
            plan.HasManifest = true;
            (string?, string?) about = Manifest.Read(manifest, file =>
            {
                if (plan.IsPublished(file.Path)) throw new JsonException($"{file.Path} is in it twice.");
                plan.AddPublished(file);
            });
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
            return about;
        }
        catch (JsonException problem)
        {
            throw new LensException(new LensError(
                ErrorKind.ManifestDamaged,
                $"{reading} at {place.DisplayName} cannot be read: {problem.Message}",
                place.DisplayName,
                "Mend it, or move it away and publish with -Force: then every file is compared anew.",
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

    /// <summary>Reads them where something must have been published.</summary>
    /// <returns>The collection's name and licence there.</returns>
    /// <exception cref="LensException">There is no manifest, it is damaged, or the target shows nothing.</exception>
    public static (string? Name, string? Licence) ReadExisting(PublishLocation place, PublishPlan plan, CancellationToken stop)
    {
        if (!place.Target.Facts.Can(TargetCapabilities.Read))
        {
            throw new LensException(new LensError(
                ErrorKind.TargetShowsNothing,
                $"{place.DisplayName} takes files and shows none.",
                place.DisplayName,
                "Ask the person who shares it for a link that may be read."));
        }
        (string?, string?) about = Read(place, plan, stop);
        if (plan.HasManifest) return about;
        throw new LensException(new LensError(
            ErrorKind.ManifestNotFound,
            $"{place.DisplayName} has no {Manifest.FileName}, so nothing was published there, or not yet.",
            place.DisplayName,
            "Check the link; below a share link a publication has a folder of its own, which -Name names."));
    }

    /// <summary>Writes sums and manifest of what the plan knows as published.</summary>
    public static void WriteLists(PublishPlan plan, string? name, string? licence, Action<string, Action<Stream>> write)
    {
        write(Manifest.SumsName, stream => Manifest.WriteSums(stream, plan.Published()));
        write(Manifest.FileName, stream => Manifest.Write(stream, name, licence, plan.Published()));
    }

    /// <summary>Puts a document in the place of the one that is there, at once; it is sent into a hidden folder first.</summary>
    /// <exception cref="LensException">It did not arrive; the old one is there still.</exception>
    public static void Replace(PublishLocation place, string name, string folder, Action<Stream> write, CancellationToken stop)
    {
        string staged = $"{folder}/.lens-document-{Guid.NewGuid():N}";
        place.Target.MakeFolder(folder, stop);
        Send(place, staged, write, stop);
        place.Target.Move(staged, place.PathOf(name), isFolder: false, replace: true, stop);
    }

    /// <summary>Sends a document, and proves it.</summary>
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
            // What describes all the rest is read back where the server proves nothing.
            if (arrival.Proof == Verification.Size && place.Target.Verify(upload, VerificationLevel.Content, stop) is null)
            {
                place.Target.Delete(path, isFolder: false, stop);
                throw new LensException(new LensError(
                    ErrorKind.TransferCorrupt,
                    $"{Path.GetFileName(path)} arrived at {place.DisplayName} as something else; nothing of this publication is visible "
                        + "there.",
                    place.DisplayName,
                    "Publish again; if it stays so, something on the way or the server's disk changes data."));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(new LensError(
                ErrorKind.WriteFailed,
                $"The lists cannot be written to {Path.GetTempPath()}: {problem.Message}",
                Path.GetTempPath(),
                "Make room there, or name another folder in TMPDIR, or TEMP on Windows; then publish again.",
                problem));
        }
        finally
        {
            if (local is not null) File.Delete(local);
        }
    }
}
