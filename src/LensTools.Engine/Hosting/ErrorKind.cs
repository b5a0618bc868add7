using System.Reflection;

namespace LensTools.Engine.Hosting;

/// <summary>What kind of thing went wrong; hosts map it to their own categories.</summary>
public enum ErrorCategory
{
    /// <summary>The data are damaged or not what they claim to be.</summary>
    InvalidData,
    /// <summary>What the user asked for makes no sense.</summary>
    InvalidArgument,
    /// <summary>A file, folder or collection is not there.</summary>
    NotFound,
    /// <summary>The system or a server does not let us.</summary>
    PermissionDenied,
    /// <summary>Something else holds it.</summary>
    Busy,
    /// <summary>It is there already, and differs.</summary>
    Conflict,
    /// <summary>Reading from a disk failed.</summary>
    ReadError,
    /// <summary>Writing to a disk failed.</summary>
    WriteError,
    /// <summary>A server could not be reached or answered with a failure.</summary>
    Connection,
}

/// <summary>Whether doing the same again may help.</summary>
public enum RetryAdvice
{
    /// <summary>It fails again until someone changes something.</summary>
    Never,
    /// <summary>It may succeed later as it is.</summary>
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

/// <summary>A kind of failure: a row of the catalogue of errors. <c>about_LensErrors</c> is made of it.</summary>
/// <param name="Id">Stable, in Pascal case, beginning with "Lens".</param>
/// <param name="Category">What went wrong.</param>
/// <param name="Retry">Whether doing the same again may help.</param>
/// <param name="Scope">How much of an operation it ends.</param>
/// <param name="Meaning">What it means, in a sentence.</param>
public sealed record ErrorKind(string Id, ErrorCategory Category, RetryAdvice Retry, ErrorScope Scope, string Meaning)
{
    // Files and formats.
    public static readonly ErrorKind AccessDenied = new(
        "LensAccessDenied", ErrorCategory.PermissionDenied, RetryAdvice.Never, ErrorScope.Item,
        "A file, folder or server may not be read or written to.");

    public static readonly ErrorKind CompanionMissing = new(
        "LensCompanionMissing", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A file that belongs to another, and holds its data, is not beside it.");

    public static readonly ErrorKind EntryNotFound = new(
        "LensEntryNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A file or data bank has no entry of that name.");

    public static readonly ErrorKind FeatureUnsupported = new(
        "LensFeatureUnsupported", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file uses a feature of HDF5 that is not read.");

    public static readonly ErrorKind FileChanged = new(
        "LensFileChanged", ErrorCategory.ReadError, RetryAdvice.Later, ErrorScope.Item,
        "A file was written to while it was read or sent, or has changed since it was judged.");

    public static readonly ErrorKind FileDamaged = new(
        "LensFileDamaged", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "The bytes of a file are not what its format asks for.");

    public static readonly ErrorKind FileEmpty = new(
        "LensFileEmpty", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file that should hold data is empty.");

    public static readonly ErrorKind FileNotFound = new(
        "LensFileNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A file was there when it was listed, and is not any more.");

    public static readonly ErrorKind FormatUnknown = new(
        "LensFormatUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "There is no format of that name.");

    public static readonly ErrorKind InputInvalid = new(
        "LensInputInvalid", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "An object of the pipeline stands for no dataset.");

    public static readonly ErrorKind InputMissing = new(
        "LensInputMissing", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A command was given nothing to act on.");

    public static readonly ErrorKind NotADataset = new(
        "LensNotADataset", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file that was named is of none of the formats that are read.");

    public static readonly ErrorKind NotAFile = new(
        "LensNotAFile", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A path is in another provider than the file system.");

    public static readonly ErrorKind NotHdf5 = new(
        "LensNotHdf5", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A file is named like HDF5 and is something else.");

    public static readonly ErrorKind PathInvalid = new(
        "LensPathInvalid", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A path cannot be understood.");

    public static readonly ErrorKind PathNotFound = new(
        "LensPathNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "There is no file or folder of that path.");

    public static readonly ErrorKind ReadFailed = new(
        "LensReadFailed", ErrorCategory.ReadError, RetryAdvice.Later, ErrorScope.Item,
        "The disk or network share failed while a file was read.");

    public static readonly ErrorKind TextTooLarge = new(
        "LensTextTooLarge", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A text is larger than texts that are read.");

    public static readonly ErrorKind ValueUnexpected = new(
        "LensValueUnexpected", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A value of a file is of another kind than its format has there.");

    // Collections, checks and labels.
    public static readonly ErrorKind CollectionExists = new(
        "LensCollectionExists", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "The folder is a collection already.");

    public static readonly ErrorKind CollectionInvalid = new(
        "LensCollectionInvalid", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A lens.yaml cannot be read.");

    public static readonly ErrorKind CollectionNotFound = new(
        "LensCollectionNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A file is in no collection.");

    public static readonly ErrorKind LabelUnknown = new(
        "LensLabelUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "The vocabulary has no such label.");

    public static readonly ErrorKind LabelValueUnknown = new(
        "LensLabelValueUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "The label has no such value.");

    public static readonly ErrorKind LedgerDamaged = new(
        "LensLedgerDamaged", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A line of the ledger of labels cannot be read, or a transaction of it is not whole.");

    public static readonly ErrorKind LedgerWriteFailed = new(
        "LensLedgerWriteFailed", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Item,
        "The ledger of labels cannot be written; no label was changed.");

    public static readonly ErrorKind Locked = new(
        "LensLocked", ErrorCategory.Busy, RetryAdvice.Later, ErrorScope.Item,
        "Another process or publisher has held something for too long.");

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

    public static readonly ErrorKind VocabularyInvalid = new(
        "LensVocabularyInvalid", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A vocabulary cannot be read.");

    public static readonly ErrorKind VocabularyUnknown = new(
        "LensVocabularyUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "There is no such vocabulary.");

    // Exports.
    public static readonly ErrorKind ExportFormatUnknown = new(
        "LensExportFormatUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "There is no export format of that name.");

    public static readonly ErrorKind ExportOverSource = new(
        "LensExportOverSource", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "An export would replace its own source.");

    public static readonly ErrorKind FileExists = new(
        "LensFileExists", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "A file of that name is there already.");

    public static readonly ErrorKind NothingToExport = new(
        "LensNothingToExport", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A dataset holds no curve that the format can hold.");

    public static readonly ErrorKind WriteFailed = new(
        "LensWriteFailed", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Item,
        "A file cannot be written here.");

    // Publishing.
    public static readonly ErrorKind DestinationInvalid = new(
        "LensDestinationInvalid", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A destination cannot be understood.");

    public static readonly ErrorKind DestinationIsSource = new(
        "LensDestinationIsSource", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A destination is in the collection that is published.");

    public static readonly ErrorKind NoCommonFolder = new(
        "LensNoCommonFolder", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Run,
        "Files of several drives are published, and no folder holds them all.");

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
        "A code is not part of the data bank.");

    public static readonly ErrorKind ManifestDamaged = new(
        "LensManifestDamaged", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "A list of a publication cannot be read.");

    public static readonly ErrorKind ManifestNotFound = new(
        "LensManifestNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "Nothing was published there, or not yet.");

    public static readonly ErrorKind NameCollision = new(
        "LensNameCollision", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "Two files would have one path at the destination.");

    public static readonly ErrorKind NameNotPortable = new(
        "LensNameNotPortable", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A name cannot be used on every host, or not at this server.");

    public static readonly ErrorKind NotPublished = new(
        "LensNotPublished", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A publication lists nothing of what is meant.");

    public static readonly ErrorKind ParameterUnused = new(
        "LensParameterUnused", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A parameter has no meaning for what was asked.");

    public static readonly ErrorKind PersonalData = new(
        "LensPersonalData", ErrorCategory.InvalidData, RetryAdvice.Never, ErrorScope.Item,
        "Files name people, and everybody could read them.");

    public static readonly ErrorKind PublicationIncomplete = new(
        "LensPublicationIncomplete", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Item,
        "Some files could not be sent, so nothing of the publication is visible.");

    public static readonly ErrorKind SecretInvalid = new(
        "LensSecretInvalid", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A secret is of a kind that cannot be used.");

    public static readonly ErrorKind SecretNotFound = new(
        "LensSecretNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A secret cannot be had.");

    public static readonly ErrorKind SecretsUnavailable = new(
        "LensSecretsUnavailable", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "No vault of secrets is registered.");

    public static readonly ErrorKind ShareUnknown = new(
        "LensShareUnknown", ErrorCategory.InvalidArgument, RetryAdvice.Never, ErrorScope.Item,
        "A link leads to no Nextcloud.");

    public static readonly ErrorKind TargetChanged = new(
        "LensTargetChanged", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "Someone changed the destination during a publication.");

    public static readonly ErrorKind TargetConflict = new(
        "LensTargetConflict", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "The destination has another file of that name.");

    public static readonly ErrorKind TargetFailed = new(
        "LensTargetFailed", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Item,
        "The destination folder cannot be read or written to.");

    public static readonly ErrorKind TargetLocked = new(
        "LensTargetLocked", ErrorCategory.Busy, RetryAdvice.Later, ErrorScope.Item,
        "Someone else holds a file at the destination.");

    public static readonly ErrorKind TargetNotFound = new(
        "LensTargetNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "The destination is not there.");

    public static readonly ErrorKind TargetUnknown = new(
        "LensTargetUnknown", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Item,
        "A bare word is neither a target of the collection nor a folder.");

    public static readonly ErrorKind TargetShowsNothing = new(
        "LensTargetShowsNothing", ErrorCategory.PermissionDenied, RetryAdvice.Never, ErrorScope.Item,
        "The destination takes files and shows none.");

    public static readonly ErrorKind TransferCorrupt = new(
        "LensTransferCorrupt", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Item,
        "What arrived is not what was sent.");

    public static readonly ErrorKind UploadExpired = new(
        "LensUploadExpired", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Item,
        "The server has forgotten an upload in pieces.");

    public static readonly ErrorKind Withdrawn = new(
        "LensWithdrawn", ErrorCategory.Conflict, RetryAdvice.Never, ErrorScope.Item,
        "A file was withdrawn from the publication before.");

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
        "Something answers that is no WebDAV server.");

    public static readonly ErrorKind ProxyAuthentication = new(
        "LensProxyAuthentication", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A proxy asks for a user name and password.");

    public static readonly ErrorKind QuotaExceeded = new(
        "LensQuotaExceeded", ErrorCategory.WriteError, RetryAdvice.Later, ErrorScope.Run,
        "A server has no room left.");

    public static readonly ErrorKind ServerAnswerInvalid = new(
        "LensServerAnswerInvalid", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Item,
        "An answer of a server cannot be used or is not to be trusted.");

    public static readonly ErrorKind ServerFailed = new(
        "LensServerFailed", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A server failed.");

    public static readonly ErrorKind ServerMaintenance = new(
        "LensServerMaintenance", ErrorCategory.Busy, RetryAdvice.Later, ErrorScope.Run,
        "A server is in maintenance.");

    public static readonly ErrorKind ServerRedirects = new(
        "LensServerRedirects", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A server redirects, which is not followed.");

    public static readonly ErrorKind ServerThrottles = new(
        "LensServerThrottles", ErrorCategory.Busy, RetryAdvice.Later, ErrorScope.Run,
        "A server turns this address away for a while.");

    public static readonly ErrorKind ServerTimeout = new(
        "LensServerTimeout", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A server was silent for too long.");

    public static readonly ErrorKind ServerUnreachable = new(
        "LensServerUnreachable", ErrorCategory.Connection, RetryAdvice.Later, ErrorScope.Run,
        "A server did not answer.");

    public static readonly ErrorKind ShareNotFound = new(
        "LensShareNotFound", ErrorCategory.NotFound, RetryAdvice.Never, ErrorScope.Run,
        "There is no such share.");

    /// <summary>Every kind there is, by id.</summary>
    public static IReadOnlyList<ErrorKind> All => [.. typeof(ErrorKind)
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(member => member.FieldType == typeof(ErrorKind))
        .Select(member => (ErrorKind)member.GetValue(null)!)
        .OrderBy(kind => kind.Id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override string ToString() => Id;
}
