using System.Globalization;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine.Sharing.Withdrawals;

/// <summary>
/// Removes files from a publication: first from the lists, then by moving them to a hidden folder or deleting them. An
/// interrupted withdrawal resumes where it stopped.
/// </summary>
public sealed class Withdrawer(Workspace workspace)
{
    /// <summary>An absolute path of a folder, or a URL.</summary>
    public required string Destination { get; init; }

    /// <summary>The publication's folder below the destination.</summary>
    public string? Name { get; init; }

    /// <summary>The reason; it is published for everyone to read.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether the files are deleted, including copies kept by earlier withdrawals.</summary>
    public bool Purge { get; init; }

    /// <summary>
    /// Folders of the sources that the command acts for. If a publication holds several sources, files of others are withdrawn
    /// only with <see cref="Force"/>.
    /// </summary>
    public IReadOnlyCollection<string> SourceFolders { get; init; } = [];

    /// <summary>Whether files of other sources may be withdrawn too.</summary>
    public bool Force { get; init; }

    /// <summary>How to connect to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Selects files by path and SHA-256.</summary>
    public required Func<string, string, bool> IsWanted { get; init; }

    /// <summary>Withdraws the selected files. Each receipt goes to <paramref name="done"/> on the caller's thread.</summary>
    /// <exception cref="LensException">The publication cannot be reached or changed, or has none of the selected files.</exception>
    public void Run(IOutputPort output, Action<WithdrawalReceipt> done, CancellationToken stop)
    {
        using PublishLocation place = PublishLocation.Open(Destination, Name, "", Options with { Time = workspace.Time }, stop);
        using var plan = new PublishPlan();
        PublishedDocuments.ReadExisting(place, plan, stop);
        // Confirmed before taking the lock: the user may take a while to answer, and -WhatIf must write nothing.
        var allowed = new HashSet<(string Path, string Sha256)>();
        bool isAnyFound = RefuseOthers(place, plan, output, out HashSet<(string Path, string Sha256)> others);
        foreach ((string Path, string Sha256) file in plan.Published()
            .Where(IsWanted)
            .Select(file => (file.Path, file.Sha256))
            .Concat(plan.Withdrawn().Where(IsLeft).Select(file => (file.Path, file.Sha256)))
            .Distinct()
            .Where(file => !others.Contains(file))
            .ToList())
        {
            isAnyFound = true;
            if (output.ShouldProcess($"{place.DisplayName} {file.Path}", Purge ? "delete" : $"withdraw to {WithdrawnFiles.FolderName}"))
                allowed.Add(file);
        }
        if (!isAnyFound)
        {
            throw new LensException(new LensError(
                ErrorKind.NotPublished,
                $"{place.DisplayName} lists none of the files to withdraw.",
                place.DisplayName,
                "Check the paths; use those of the publication, as shown by Compare-LensCollection and the manifest."));
        }
        if (allowed.Count == 0) return;
        if (Purge && !place.Target.Facts.Can(TargetCapabilities.DeleteForGood))
            output.Warning(
                $"{place.DisplayName} keeps what is deleted in the trash bin of its owner, who has to empty it; "
                    + "what was published can be restored until then.");
        using var held = PublisherLock.Acquire(place, workspace.StateFolder, stop);
        // Read again, now that no one else can change it.
        PublishedDocuments.ReadExisting(place, plan, stop);
        List<ManifestFile> listed = [.. plan.Published().Where(file => allowed.Contains((file.Path, file.Sha256)))];
        List<WithdrawnFile> left = [.. plan.Withdrawn().Where(file => allowed.Contains((file.Path, file.Sha256)) && IsLeft(file))];

        DateTime now = workspace.UtcNow;
        string folder = $"{WithdrawnFiles.FolderName}/{now.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}";
        List<WithdrawnFile> files = [.. listed.Select(
            file => new WithdrawnFile(file.Path, file.Size, file.Sha256, Reason, now, Purge ? null : $"{folder}/{file.Path}")
            {
                Source = file.Source
            })];
        if (listed.Count > 0) TakeFromLists(place, plan, files, stop);
        long count = 0;
        foreach ((WithdrawnFile file, bool isEarlier) in left.Select(file => (file, true)).Concat(files.Select(file => (file, false))))
        {
            output.Progress(new LensProgress("Withdrawing", file.Path, ++count, left.Count + files.Count));
            // If a file has already been removed, another one at its path may be someone else's.
            if (!isEarlier || IsStillThere(place, plan, file, stop)) TakeAway(place, file, stop);
            if (Purge && file.KeptAs is not null) place.Target.Delete(place.PathOf(file.KeptAs), isFolder: false, stop);
            done(new WithdrawalReceipt(
                place.DisplayName, file.Path, file.Size, file.Sha256, file.Reason, Purge ? null : file.KeptAs, file.WithdrawnAt));
        }
        HashSet<WithdrawnFile> purged = Purge ? [.. left] : [];
        if (purged.Count > 0)
            WriteWithdrawn(
                place,
                plan.Withdrawn().Select(file => purged.Contains(file) ? file with { KeptAs = null } : file),
                purged.First().Source,
                stop);

        // The manifest is untrusted: never touch a path that leads elsewhere.
        bool IsWanted(ManifestFile file) => PortablePath.Problem(file.Path) is null && this.IsWanted(file.Path, file.Sha256);
        // Left by an interrupted withdrawal, or kept as a copy that is to be deleted now.
        bool IsLeft(WithdrawnFile file) =>
            this.IsWanted(file.Path, file.Sha256) && ((Purge && file.KeptAs is not null) || IsStillThere(place, plan, file, stop));
    }

    // Still at its old path with its old content, and nothing is published under that path.
    private static bool IsStillThere(PublishLocation place, PublishPlan plan, WithdrawnFile file, CancellationToken stop)
    {
        var withdrawn = new Upload(place.PathOf(file.Path), file.Path, file.Size, file.Sha256);
        return !plan.IsPublished(file.Path)
            && place.Target.Find(withdrawn.Path, stop) is { IsFolder: false } there
            && (there.Size < 0 || there.Size == file.Size)
            && place.Target.Verify(withdrawn, VerificationLevel.Content, stop) is not null;
    }

    // The reasons first, so that a file never disappears from the lists without one.
    private static void TakeFromLists(
        PublishLocation place,
        PublishPlan plan,
        List<WithdrawnFile> files,
        CancellationToken stop)
    {
        string staging = place.PathOf(Journal.NewStaging(files[0].Source));
        bool hadLabels = plan.AllLabels().Any();
        foreach (WithdrawnFile file in files)
        {
            plan.RemovePublished(file.Path);
            plan.SetLabels(file.Path, "{}");
            plan.AddWithdrawn(file);
        }
        void Write(string document, Action<Stream> write) => PublishedDocuments.Replace(place, document, staging, write, stop);
        Write(WithdrawnFiles.FileName, stream => WithdrawnFiles.Write(stream, plan.Withdrawn()));
        if (hadLabels) PublishedDocuments.WriteLabels(place, plan, Write, stop);
        PublishedDocuments.WriteLists(plan, Write);
        place.Target.Delete(staging, isFolder: true, stop);
    }

    private static void WriteWithdrawn(PublishLocation place, IEnumerable<WithdrawnFile> files, string? sourceId, CancellationToken stop)
    {
        string staging = place.PathOf(Journal.NewStaging(sourceId));
        PublishedDocuments.Replace(place, WithdrawnFiles.FileName, staging, stream => WithdrawnFiles.Write(stream, files), stop);
        place.Target.Delete(staging, isFolder: true, stop);
    }

    // Reports the selected files of other sources; whether there are any.
    private bool RefuseOthers(
        PublishLocation place,
        PublishPlan plan,
        IOutputPort output,
        out HashSet<(string Path, string Sha256)> others)
    {
        others = [];
        WithdrawnFile[] kept = Purge ? [.. plan.Withdrawn().Where(file => file.KeptAs is not null)] : [];
        HashSet<string> ids =
            [.. plan.SourcesOfPublished().Select(source => source.Id), .. kept.Select(file => file.Source).OfType<string>()];
        if (Force || ids.Count < 2) return false;
        var locator = new SourceLocator(workspace.Collections, workspace.StateFolder);
        PublicationSource[] own = [.. SourceFolders.Select(locator.Find).OfType<PublicationSource>()];
        string mine = own.Length > 0 ? $"those of {own[0].ToManifest()}" : "those of no source";
        foreach ((string path, string sha256, string? id) in plan.Published().Select(file => (file.Path, file.Sha256, file.Source))
            .Concat(kept.Select(file => (file.Path, file.Sha256, file.Source)))
            .Where(file => file.Source is not null && IsWanted(file.Path, file.Sha256) && own.All(source => source.Id != file.Source)))
        {
            if (!others.Add((path, sha256))) continue;
            output.Error(new LensError(
                ErrorKind.TargetConflict,
                $"{path} at {place.DisplayName} is of {plan.PublishedSources.GetValueOrDefault(id!) ?? new ManifestSource { Id = id! }}, "
                    + $"and the command is for {mine}.",
                path,
                "Run the command in the folder of that source, or withdraw the file with -Force."));
        }
        return others.Count > 0;
    }

    private void TakeAway(PublishLocation place, WithdrawnFile file, CancellationToken stop)
    {
        string from = place.PathOf(file.Path);
        bool isThere = place.Target.Find(from, stop) is not null;
        if (!isThere) return;
        if (Purge || file.KeptAs is null)
        {
            place.Target.Delete(from, isFolder: false, stop);
            return;
        }
        string to = place.PathOf(file.KeptAs);
        place.Target.MakeFolder(to[..to.LastIndexOf('/')], stop);
        place.Target.Move(from, to, isFolder: false, Replacement.None, stop);
    }
}
