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
    public IEnumerable<PublishReceipt> Receipts(bool isAtomic) => plan.Reported().Select(file => Receipt(file, isAtomic));

    /// <summary>Writes the new receipts beside the data of the sources.</summary>
    /// <param name="isAtomic">Whether all files appeared at once.</param>
    /// <param name="isResumed">Whether what is found unchanged may have become visible without a receipt.</param>
    /// <param name="output">Warned if they cannot be written.</param>
    public void WriteReceipts(bool isAtomic, bool isResumed, IOutputPort output)
    {
        using var receipts = new PublishReceipts(workspace.StateFolder, output);
        foreach (PlannedFile file in plan.Reported())
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
        IReadOnlyList<PlanTotal> totals = plan.Totals();
        List<PlanTotal> sent = [
            .. totals.Where(total => total is { IsAccepted: true, Action: not (PublishAction.Unchanged or PublishAction.Moved) })];
        return new PublishSummary
        {
            Destination = place.DisplayName,
            Sent = (int)sent.Sum(total => total.Files),
            Moved = (int)totals.Where(total => total is { IsAccepted: true, Action: PublishAction.Moved }).Sum(total => total.Files),
            Unchanged = (int)totals.Where(total => total.Action == PublishAction.Unchanged).Sum(total => total.Files),
            Bytes = sent.Sum(total => total.Bytes),
            Proof = sent.Min(total => total.Proof),
            IsAtomic = isAtomic,
        };
    }
}
