using LensTools.Engine.Hosting;

namespace LensTools.Cli;

/// <summary>How <c>lens</c> ends, so that what started it can tell what to do.</summary>
internal static class ExitCodes
{
    /// <summary>Everything is usable, published or intact.</summary>
    public const int Good = 0;

    /// <summary>Something failed that is none of the following.</summary>
    public const int Failure = 1;

    /// <summary>There are findings, or damaged files.</summary>
    public const int Findings = 2;

    /// <summary>The destination did not take some of the files.</summary>
    public const int Refused = 3;

    /// <summary>The destination could not be reached, or takes nothing now.</summary>
    public const int Unreachable = 4;

    /// <summary>A password, a right or a setting does not allow it.</summary>
    public const int NotAllowed = 5;

    /// <summary>The same in words, for the help.</summary>
    public const string Help =
        "Exit codes: 0 good, 1 failure, 2 findings or damage, 3 files refused by the destination, 4 destination unreachable, "
            + "5 not allowed.";

    /// <summary>The exit code of an error that ends a command.</summary>
    public static int Of(LensError error) =>
        error.Kind.Category == ErrorCategory.PermissionDenied ? NotAllowed
        : error.Kind == ErrorKind.PublicationIncomplete ? Refused
        : error.Kind.IsOutage ? Unreachable
        : Failure;
}
