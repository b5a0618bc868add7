using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>What a publication did: receipts and a summary, from its plan.</summary>
internal sealed class PublishReport(
    Workspace workspace,
    PublishLocation place,
    PublishPlan plan,
    IReadOnlyCollection<PublicationSource> sources)
{
    /// <summary>Takes the receipts that there are into the plan.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    public void ReadReceipts()
    {
        foreach (PublicationSource source in sources)
        {
            foreach (PublishReceipt receipt in PublishReceipts.Read(workspace.StateFolder, source, place.DisplayName))
                plan.AddReceipt(receipt.Path, receipt.Sha256);
        }
    }

    /// <summary>The receipts of all files that the destination has or did not take.</summary>
    public IEnumerable<PublishReceipt> Receipts(bool isAtomic) => Reported().Select(file => Receipt(file, isAtomic));

    private IEnumerable<PlannedFile> Reported() =>
        plan.Files().Where(file => file.IsAccepted || file.Action is PublishAction.Unchanged or PublishAction.Refused);

    /// <summary>Writes the new receipts beside the data of the sources.</summary>
    /// <param name="isAtomic">Whether all files appeared at once.</param>
    /// <param name="isResumed">Whether what is found unchanged may have become visible without a receipt.</param>
    /// <param name="output">Warned if they cannot be written.</param>
    public void WriteReceipts(bool isAtomic, bool isResumed, IOutputPort output)
    {
        using var receipts = new PublishReceipts(workspace.StateFolder, output);
        foreach (PlannedFile file in Reported())
        {
            PublishReceipt receipt = Receipt(file, isAtomic);
            bool isNew = file.IsAccepted || file.Action == PublishAction.Refused
                || (isResumed && receipt.At is not null && !plan.HasReceipt(file.Path, receipt.Sha256));
            if (isNew) receipts.Add(sources.First(source => source.Id == file.SourceId), receipt);
        }
        receipts.Flush();
    }

    private PublishReceipt Receipt(PlannedFile file, bool isAtomic)
    {
        ManifestFile? listed = file.Action == PublishAction.Refused ? null : plan.FindPublished(file.Path);
        return new PublishReceipt(
            file.Source,
            place.DisplayName,
            file.Path,
            file.Size,
            file.Sha256 ?? "",
            file.Action,
            listed?.Proof ?? file.Proof,
            listed?.PublishedAt)
        {
            IsAtomic = isAtomic && file.IsAccepted,
            MayBeDuplicated = file.MayBeDuplicated,
            Error = plan.Refused.GetValueOrDefault(file.Path)?.Error,
        };
    }

    /// <summary>Sums up what was done.</summary>
    public PublishSummary Summarise(bool isAtomic)
    {
        int sent = 0, moved = 0, unchanged = 0;
        long bytes = 0;
        Verification? weakest = null;
        foreach (PlannedFile file in plan.Files())
        {
            if (file.Action == PublishAction.Unchanged) unchanged++;
            else if (file.IsAccepted && file.Action == PublishAction.Moved) moved++;
            else if (file.IsAccepted)
            {
                sent++;
                bytes += file.Size;
                if (weakest is null || file.Proof < weakest) weakest = file.Proof;
            }
        }
        return new PublishSummary
        {
            Destination = place.DisplayName,
            Sent = sent,
            Moved = moved,
            Unchanged = unchanged,
            Bytes = bytes,
            Proof = weakest,
            IsAtomic = isAtomic,
        };
    }
}
