using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;

namespace LensTools.Cli;

/// <summary>
/// Secrets, which must not be on a command line, where every user of the host can read them: from the environment, from a file
/// that it names, or from the credentials that systemd hands to a service (LoadCredential=).
/// </summary>
internal static class Secrets
{
    /// <summary>The user name and password for a server; for a share link only the password counts.</summary>
    /// <exception cref="LensException">A file that should hold one cannot be read.</exception>
    public static ShareCredential? Credential
    {
        get
        {
            string? user = Read("LENS_USERNAME", "lens-username"), password = Read("LENS_PASSWORD", "lens-password");
            return string.IsNullOrEmpty(user) && string.IsNullOrEmpty(password) ? null : new ShareCredential(user ?? "", password ?? "");
        }
    }

    /// <summary>A share link or another destination, or null.</summary>
    /// <exception cref="LensException">A file that should hold it cannot be read.</exception>
    public static string? Destination => Read("LENS_DESTINATION", "lens-destination");

    private static string? Read(string variable, string credential)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value) return value;
        if (Environment.GetEnvironmentVariable(variable + "_FILE") is { Length: > 0 } file) return ReadFile(file);
        string? folder = Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY");
        if (string.IsNullOrEmpty(folder)) return null;
        string path = Path.Combine(folder, credential);
        return File.Exists(path) ? ReadFile(path) : null;
    }

    // Editors end files with a line break, which is no part of a password.
    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(new LensError(
                ErrorKind.SecretNotFound,
                $"The file of a secret, {path}, cannot be read: {problem.Message}",
                path,
                "Check the path, and that this user may read the file.",
                problem));
        }
    }
}
