using LensTools.Engine.Sharing;

namespace LensTools.Cli;

/// <summary>Secrets from the environment; every user of the host can read a command line.</summary>
internal static class EnvironmentSecrets
{
    /// <summary>A server's user name and password from LENS_USERNAME and LENS_PASSWORD; a share link uses only the password.</summary>
    public static ShareCredential? Credential
    {
        get
        {
            string? user = Environment.GetEnvironmentVariable("LENS_USERNAME"),
                password = Environment.GetEnvironmentVariable("LENS_PASSWORD");
            return string.IsNullOrEmpty(user) && string.IsNullOrEmpty(password) ? null : new ShareCredential(user ?? "", password ?? "");
        }
    }

    /// <summary>A share link or another destination from LENS_DESTINATION, or null.</summary>
    public static string? Destination =>
        Environment.GetEnvironmentVariable("LENS_DESTINATION") is { Length: > 0 } destination ? destination : null;
}
