using System.Reflection;

namespace LensTools.Engine.Hosting;

/// <summary>What kind of thing went wrong; hosts map it to their own categories.</summary>
public enum ErrorCategory
{
    /// <summary>The data are damaged or not what they claim to be.</summary>
    InvalidData,
    /// <summary>What the user asked for makes no sense.</summary>
    InvalidArgument,
    /// <summary>A file, folder or collection does not exist.</summary>
    NotFound,
    /// <summary>The system or a server refuses access.</summary>
    PermissionDenied,
    /// <summary>Something else is using it.</summary>
    Busy,
    /// <summary>It already exists and differs.</summary>
    Conflict,
    /// <summary>Reading from a disk failed.</summary>
    ReadError,
    /// <summary>Writing to a disk failed.</summary>
    WriteError,
    /// <summary>A server could not be reached or answered with a failure.</summary>
    Connection,
}

/// <summary>Whether a retry may help.</summary>
public enum RetryAdvice
{
    /// <summary>It fails again until something is changed.</summary>
    Never,
    /// <summary>The same operation may succeed later.</summary>
    Later,
}

/// <summary>How much of an operation a failure ends.</summary>
public enum ErrorScope
{
    /// <summary>One item; the run continues.</summary>
    Item,
    /// <summary>The whole run: further items would fail in the same way.</summary>
    Run,
}

/// <summary>A kind of failure: a row of the error catalogue, from which <c>about_LensErrors</c> is generated.</summary>
/// <param name="Id">Stable, in Pascal case, beginning with "Lens".</param>
/// <param name="Category">What went wrong.</param>
/// <param name="Retry">Whether a retry may help.</param>
/// <param name="Scope">How much of an operation it ends.</param>
/// <param name="Meaning">What it means, in a sentence.</param>
public sealed record ErrorKind(string Id, ErrorCategory Category, RetryAdvice Retry, ErrorScope Scope, string Meaning)
{
    /// <summary>Whether a destination cannot be reached, or takes nothing now, when this ends a command.</summary>
    public bool IsOutage =>
        Retry == RetryAdvice.Later
            && (Scope == ErrorScope.Run || Category is ErrorCategory.Connection or ErrorCategory.Busy || this == TargetFailed);

    // Files and formats.
    public static readonly ErrorKind AccessDenied = new(
        "LensAccessDenied", ErrorCategory.PermissionDenied, RetryAdvice.Never, ErrorScope.Item,
        "Access to a file, folder or server is denied.");

    public static readonly ErrorKind CompanionMissing = new(
        "LensCompanionMissing", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "The companion file that holds a file's data is missing.");

    public static readonly ErrorKind EntryNotFound = new(
        "LensEntryNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A file or data bank has no entry with that name.");

    public static readonly ErrorKind FeatureUnsupported = new(
        "LensFeatureUnsupported", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file uses an HDF5 feature that is not supported.");

    public static readonly ErrorKind FileChanged = new(
        "LensFileChanged", ErrorCategory.ReadError, RetryAdvice.Later, ErrorScope.Item,
        "A file changed while it was being read or sent, or since it was checked.");

    public static readonly ErrorKind FileDamaged = new(
        "LensFileDamaged", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "The bytes of a file do not conform to its format.");

    public static readonly ErrorKind FileEmpty = new(
        "LensFileEmpty", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file that should hold data is empty.");

    public static readonly ErrorKind FileNotFound = new(
        "LensFileNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A file that was listed no longer exists.");

    public static readonly ErrorKind FormatUnknown = new(
        "LensFormatUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "There is no format with that name.");

    public static readonly ErrorKind InputInvalid = new(
        "LensInputInvalid", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A pipeline object does not represent a dataset.");

    public static readonly ErrorKind InputMissing = new(
        "LensInputMissing", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A command was given nothing to act on.");

    public static readonly ErrorKind NotADataset = new(
        "LensNotADataset", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file given by name is not in a supported format.");

    public static readonly ErrorKind NotAFile = new(
        "LensNotAFile", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A path belongs to a provider other than the file system.");

    public static readonly ErrorKind NotHdf5 = new(
        "LensNotHdf5", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file is named like HDF5 but is not HDF5.");

    public static readonly ErrorKind PathInvalid = new(
        "LensPathInvalid", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A path is not valid.");

    public static readonly ErrorKind PathNotFound = new(
        "LensPathNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "There is no file or folder at that path.");

    public static readonly ErrorKind ReadFailed = new(
        "LensReadFailed", ErrorCategory.ReadError, RetryAdvice.Later, ErrorScope.Item,
        "The disk or network share failed while a file was being read.");

    public static readonly ErrorKind TextTooLarge = new(
        "LensTextTooLarge", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A text file is too large to be read.");

    public static readonly ErrorKind ValueUnexpected = new(
        "LensValueUnexpected", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A value in a file is not of the kind that its format requires.");

    // Collections, checks and labels.
    public static readonly ErrorKind CollectionExists = new(
        "LensCollectionExists", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "The folder is already a collection.");

    public static readonly ErrorKind CollectionInvalid = new(
        "LensCollectionInvalid", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A lens.yaml cannot be read.");

    public static readonly ErrorKind CollectionNotFound = new(
        "LensCollectionNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A file is not in a collection.");

    public static readonly ErrorKind LabelUnknown = new(
        "LensLabelUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "The vocabulary has no such label.");

    public static readonly ErrorKind LabelValueUnknown = new(
        "LensLabelValueUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "The label has no such value.");

    public static readonly ErrorKind LabelDeprecated = new(
        "LensLabelDeprecated", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "The label, or its value, is deprecated; the error names what takes its place.");

    public static readonly ErrorKind LabelNotGiven = new(
        "LensLabelNotGiven", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Run,
        "No dataset has the label, or that value of it.");

    public static readonly ErrorKind LabelExists = new(
        "LensLabelExists", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "A dataset that would be given a label has it already, with another value.");

    public static readonly ErrorKind SuccessorUnknown = new(
        "LensSuccessorUnknown", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "It cannot be told which dataset the one of a label has become.");

    public static readonly ErrorKind LabelOvertaken = new(
        "LensLabelOvertaken", ErrorCategory.Conflict, RetryAdvice.Later, ErrorScope.Item,
        "Another command changed a label between the question and the writing; it was not overwritten.");

    public static readonly ErrorKind LabelUndoRefused = new(
        "LensLabelUndoRefused", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Run,
        "Labels that a transaction gave were changed again since, so it cannot be undone alone.");

    public static readonly ErrorKind TransactionNotFound = new(
        "LensTransactionNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Run,
        "The ledger has no such transaction.");

    public static readonly ErrorKind LedgerDamaged = new(
        "LensLedgerDamaged", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A line of the ledger of labels cannot be read, or one of its transactions is incomplete.");

    public static readonly ErrorKind LedgerWriteFailed = new(
        "LensLedgerWriteFailed", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Item,
        "The ledger of labels cannot be written; no label was changed.");

    public static readonly ErrorKind Locked = new(
        "LensLocked", ErrorCategory.Busy, RetryAdvice.Later, ErrorScope.Item,
        "Another process or publisher has held a lock for too long.");

    public static readonly ErrorKind ProfileInvalid = new(
        "LensProfileInvalid", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A profile cannot be read.");

    public static readonly ErrorKind ProfileUnknown = new(
        "LensProfileUnknown", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "There is no such profile.");

    public static readonly ErrorKind RuleFailed = new(
        "LensRuleFailed", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A rule cannot be applied to a dataset.");

    public static readonly ErrorKind RuleUnknown = new(
        "LensRuleUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "There is no such rule.");

    public static readonly ErrorKind RuleExists = new(
        "LensRuleExists", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "A built-in rule has this id.");

    public static readonly ErrorKind ReportInvalid = new(
        "LensReportInvalid", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file is no report that another can be compared with.");

    public static readonly ErrorKind TableInvalid = new(
        "LensTableInvalid", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Run,
        "A file is no table of labels.");

    public static readonly ErrorKind TableRefused = new(
        "LensTableRefused", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Run,
        "A table has labels that the vocabulary does not have; nothing was written.");

    public static readonly ErrorKind VocabularyChanged = new(
        "LensVocabularyChanged", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Run,
        "The definition of a label is not as a command found it, or as an undo needs it.");

    public static readonly ErrorKind VocabularyInvalid = new(
        "LensVocabularyInvalid", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A vocabulary cannot be read.");

    public static readonly ErrorKind TruthInvalid = new(
        "LensTruthInvalid", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file of known values cannot be read.");

    public static readonly ErrorKind VocabularyUnknown = new(
        "LensVocabularyUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "There is no such vocabulary.");

    // Computing.
    public static readonly ErrorKind NotComputable = new(
        "LensNotComputable", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "What was asked for cannot be computed from these data.");

    // Pictures.
    public static readonly ErrorKind FontMissing = new(
        "LensFontMissing", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "There is no font here to write the texts of a picture with.");

    // Exports.
    public static readonly ErrorKind ExportFormatUnknown = new(
        "LensExportFormatUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "There is no export format with that name.");

    public static readonly ErrorKind ExportOverSource = new(
        "LensExportOverSource", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "An export would replace its own source.");

    public static readonly ErrorKind FileExists = new(
        "LensFileExists", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "A file with that name already exists.");

    public static readonly ErrorKind NothingToExport = new(
        "LensNothingToExport", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A dataset has no curve that the format can represent.");

    public static readonly ErrorKind WriteFailed = new(
        "LensWriteFailed", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Item,
        "A file cannot be written here.");

    // Publishing.
    public static readonly ErrorKind DestinationInvalid = new(
        "LensDestinationInvalid", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A destination is not valid.");

    public static readonly ErrorKind DestinationIsSource = new(
        "LensDestinationIsSource", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A destination is in the collection that is being published.");

    public static readonly ErrorKind DestinationMissing = new(
        "LensDestinationMissing", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "No destination is given.");

    public static readonly ErrorKind DestinationUnsafe = new(
        "LensDestinationUnsafe", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A password or link would be sent or shown where others can read it.");

    public static readonly ErrorKind EntryEmpty = new(
        "LensEntryEmpty", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "An entry of a data bank has no data.");

    public static readonly ErrorKind EntryInvalid = new(
        "LensEntryInvalid", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A code does not belong to the data bank.");

    public static readonly ErrorKind ManifestDamaged = new(
        "LensManifestDamaged", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "The manifest of a publication cannot be read.");

    public static readonly ErrorKind ManifestNotFound = new(
        "LensManifestNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "Nothing has been published there yet.");

    public static readonly ErrorKind NameCollision = new(
        "LensNameCollision", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "Two files would have the same path at the destination.");

    public static readonly ErrorKind NameNotPortable = new(
        "LensNameNotPortable", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A name cannot be used on every host, or is not allowed by this server.");

    public static readonly ErrorKind NotPublished = new(
        "LensNotPublished", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A publication does not list what was asked for.");

    public static readonly ErrorKind ParameterUnused = new(
        "LensParameterUnused", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A parameter does not apply to what was requested.");

    public static readonly ErrorKind PersonalData = new(
        "LensPersonalData", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "Files name people and would be readable by everyone.");

    public static readonly ErrorKind PublicationDamaged = new(
        "LensPublicationDamaged", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A published file is missing, or is not what its manifest describes.");

    public static readonly ErrorKind PublicationIncomplete = new(
        "LensPublicationIncomplete", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Item,
        "Some files could not be sent, so nothing of the publication is visible.");

    public static readonly ErrorKind PublicationMissing = new(
        "LensPublicationMissing", ErrorCategory.NotFound, RetryAdvice.Later, ErrorScope.Run,
        "Nothing is published where receipts say that the source was published before.");

    public static readonly ErrorKind PublicationNameMissing = new(
        "LensPublicationNameMissing", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "Several sources are published below a share link, and no name for the publication is given.");

    public static readonly ErrorKind SecretInvalid = new(
        "LensSecretInvalid", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A secret is of an unsupported kind.");

    public static readonly ErrorKind SecretNotFound = new(
        "LensSecretNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A secret cannot be retrieved.");

    public static readonly ErrorKind SecretsUnavailable = new(
        "LensSecretsUnavailable", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "No secret vault is registered.");

    public static readonly ErrorKind ShareUnknown = new(
        "LensShareUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A link does not lead to a Nextcloud server.");

    public static readonly ErrorKind SourceInvalid = new(
        "LensSourceInvalid", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A lens-source.json holds no id.");

    public static readonly ErrorKind TargetChanged = new(
        "LensTargetChanged", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "Someone changed the destination during a publication.");

    public static readonly ErrorKind TargetConflict = new(
        "LensTargetConflict", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "The destination has a different file with that name.");

    public static readonly ErrorKind TargetFailed = new(
        "LensTargetFailed", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Item,
        "The destination folder cannot be read or written to.");

    public static readonly ErrorKind TargetLocked = new(
        "LensTargetLocked", ErrorCategory.Busy, RetryAdvice.Later, ErrorScope.Item,
        "Someone else has locked a file at the destination.");

    public static readonly ErrorKind TargetNotFound = new(
        "LensTargetNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "The destination does not exist.");

    public static readonly ErrorKind TargetUnknown = new(
        "LensTargetUnknown", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A bare word is neither a target of the collection nor a folder.");

    public static readonly ErrorKind TargetShowsNothing = new(
        "LensTargetShowsNothing", ErrorCategory.PermissionDenied, RetryAdvice.Never, ErrorScope.Item,
        "The destination accepts files but does not list them.");

    public static readonly ErrorKind TransferCorrupt = new(
        "LensTransferCorrupt", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Item,
        "The data received differ from the data sent.");

    public static readonly ErrorKind UploadExpired = new(
        "LensUploadExpired", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Item,
        "The server has discarded a chunked upload.");

    public static readonly ErrorKind WatchRefused = new(
        "LensWatchRefused", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file in a watched folder was not published.");

    public static readonly ErrorKind Withdrawn = new(
        "LensWithdrawn", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "A file was previously withdrawn from the publication.");

    // Servers.
    public static readonly ErrorKind AuthenticationFailed = new(
        "LensAuthenticationFailed", ErrorCategory.PermissionDenied, RetryAdvice.Never, ErrorScope.Run,
        "A server refuses the user name or password.");

    public static readonly ErrorKind CertificateUntrusted = new(
        "LensCertificateUntrusted", ErrorCategory.PermissionDenied, RetryAdvice.Never, ErrorScope.Run,
        "The certificate of a server is not trusted.");

    public static readonly ErrorKind ClockSkew = new(
        "LensClockSkew", ErrorCategory.Connection, RetryAdvice.Never, ErrorScope.Item,
        "The clocks of the server and of this host differ.");

    public static readonly ErrorKind FileTooLarge = new(
        "LensFileTooLarge", ErrorCategory.WriteError, RetryAdvice.Never, ErrorScope.Item,
        "A file is larger than a server or a proxy accepts.");

    public static readonly ErrorKind NotWebDav = new(
        "LensNotWebDav", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Item,
        "The server that answers is not a WebDAV server.");

    public static readonly ErrorKind ProxyAuthentication = new(
        "LensProxyAuthentication", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A proxy asks for a user name and password.");

    public static readonly ErrorKind QuotaExceeded = new(
        "LensQuotaExceeded", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Run,
        "A server has no room left.");

    public static readonly ErrorKind ServerAnswerInvalid = new(
        "LensServerAnswerInvalid", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Item,
        "A server's answer cannot be used or trusted.");

    public static readonly ErrorKind ServerFailed = new(
        "LensServerFailed", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A server failed.");

    public static readonly ErrorKind ServerMaintenance = new(
        "LensServerMaintenance", ErrorCategory.Busy, RetryAdvice.Later, ErrorScope.Run,
        "A server is in maintenance.");

    public static readonly ErrorKind ServerRedirects = new(
        "LensServerRedirects", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A server redirects the request; redirects are not followed.");

    public static readonly ErrorKind ServerThrottles = new(
        "LensServerThrottles", ErrorCategory.Busy, RetryAdvice.Later, ErrorScope.Run,
        "A server temporarily refuses requests from this address.");

    public static readonly ErrorKind ServerTimeout = new(
        "LensServerTimeout", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A server did not respond in time.");

    public static readonly ErrorKind ServerUnreachable = new(
        "LensServerUnreachable", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A server did not answer.");

    public static readonly ErrorKind ShareNotFound = new(
        "LensShareNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Run,
        "There is no such share.");

    /// <summary>All kinds, ordered by id.</summary>
    public static IReadOnlyList<ErrorKind> All => [.. typeof(ErrorKind)
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(member => member.FieldType == typeof(ErrorKind))
        .Select(member => (ErrorKind)member.GetValue(null)!)
        .OrderBy(kind => kind.Id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override string ToString() => Id;
}
