using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace LensTools.Engine.Sharing.Sftp;

/// <summary>The host keys that a user trusts, as <c>ssh</c> keeps them (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).</summary>
internal static class KnownHosts
{
    /// <summary>Where ssh keeps them.</summary>
    public static string UsualPath =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh", "known_hosts");

    /// <summary>Whether a host has this key; null if none of its keys is known.</summary>
    /// <param name="lines">The lines of the file.</param>
    /// <param name="host">The host as it was asked for.</param>
    /// <param name="port">The port.</param>
    /// <param name="key">The key as the server sent it.</param>
    public static bool? Has(IEnumerable<string> lines, string host, int port, ReadOnlySpan<byte> key)
    {
        string name = port == 22 ? host : $"[{host}]:{port}";
        string wanted = Convert.ToBase64String(key);
        bool isKnown = false, isTrusted = false;
        foreach (string line in lines)
        {
            string[] parts = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            bool isMarked = parts.Length > 0 && parts[0].StartsWith('@');
            int first = isMarked ? 1 : 0;
            if (parts.Length < first + 3 || parts[0].StartsWith('#') || !IsOf(parts[first], name)) continue;
            bool isSame = parts[first + 2] == wanted;
            // A revoked key is never trusted, whatever other lines say; certificate authorities sign keys, they are none.
            if (isSame && parts[0] == "@revoked") return false;
            if (isMarked) continue;
            isTrusted |= isSame;
            isKnown = true;
        }
        return isKnown ? isTrusted : null;
    }

    private static bool IsOf(string hosts, string name)
    {
        if (hosts.StartsWith("|1|", StringComparison.Ordinal))
        {
            string[] hashed = hosts.Split('|');
            if (hashed.Length != 4) return false;
            try
            {
                // ssh hashes names with SHA-1 (ssh-keygen -H).
#pragma warning disable CA5350
                byte[] hash = HMACSHA1.HashData(Convert.FromBase64String(hashed[2]), Encoding.UTF8.GetBytes(name));
#pragma warning restore CA5350
                return Convert.ToBase64String(hash) == hashed[3];
            }
            catch (FormatException)
            {
                return false;
            }
        }
        string[] patterns = hosts.Split(',');
        return patterns.Any(pattern => Matches(pattern, name))
            && !patterns.Any(pattern => pattern.StartsWith('!') && Matches(pattern[1..], name));
    }

    // ssh(1) patterns know * and ?; the brackets of a host with a port are no set of characters.
    private static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
