namespace LensTools.Engine.Files;

/// <summary>Where this user's unfinished work is recorded: away from the data, and not meant to be backed up or shared.</summary>
public static class StateFolder
{
    /// <summary>
    /// Below <c>XDG_STATE_HOME</c> if it is set (XDG Base Directory Specification 0.8), else the local application
    /// data of Windows, else <c>~/.local/state</c>.
    /// </summary>
    public static string Path
    {
        get
        {
            string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            if (!string.IsNullOrEmpty(state)) return System.IO.Path.Combine(state, "lenstools");
            return OperatingSystem.IsWindows()
                ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "LensTools")
                : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "lenstools");
        }
    }
}
