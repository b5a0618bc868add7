using System.CommandLine;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing;

namespace LensTools.Cli;

/// <summary>The options that say which files of a folder are meant.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<bool> _all = new("--all")
    {
        Description = "Publish the files too that are not datasets, such as logs and calibrations."
    };

    private readonly Option<string[]> _include = new("--include")
    {
        Description = "Only files that match one of these patterns, such as *.nxs."
    };

    private readonly Option<string[]> _exclude = new("--exclude") { Description = "No files that match one of these patterns." };

    private readonly Option<string?> _maximumSize = new("--maximum-size") { Description = "No larger files than this, such as 2GB." };

    private readonly Option<string?> _minimumAge = new("--minimum-age")
    {
        Description = "Only files that were not written to for this time, such as 1h."
    };

    private readonly Option<bool> _followSymlinks = new("--follow-symlinks") { Description = "Search folders behind symbolic links too." };

    public SelectionOptions()
    {
        _maximumSize.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !TargetSettings.TryParseBytes(text, out _))
                result.AddError("--maximum-size takes a number of bytes such as 500000 or 2GB.");
        });
        _minimumAge.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !TargetSettings.TryParseTime(text, out _))
                result.AddError("--minimum-age takes a time such as 90s, 15m or 1h.");
        });
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_all, _include, _exclude, _maximumSize, _minimumAge, _followSymlinks])
            command.Options.Add(option);
    }

    public SelectionChoice Read(ParseResult parsed) => new(
        parsed.GetValue(_all),
        parsed.GetValue(_followSymlinks),
        new FileSelection
        {
            Include = parsed.GetValue(_include) ?? [],
            Exclude = parsed.GetValue(_exclude) ?? [],
            MaximumSize = parsed.GetValue(_maximumSize) is { } size && TargetSettings.TryParseBytes(size, out long bytes) ? bytes : null,
            MinimumAge = parsed.GetValue(_minimumAge) is { } age && TargetSettings.TryParseTime(age, out TimeSpan time) ? time : null,
        });
}

/// <summary>Which files of a folder are meant.</summary>
internal sealed record SelectionChoice(bool All, bool FollowsLinks, FileSelection Selection);
