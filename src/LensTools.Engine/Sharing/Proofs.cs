namespace LensTools.Engine.Sharing;

/// <summary>How it is known that what lies at a target is what was sent, in the words of receipts and manifests.</summary>
public static class Proofs
{
    /// <summary>The server computed the SHA-256 of what it received.</summary>
    public const string ServerHash = "server-hash";

    /// <summary>The server computed the SHA-256 of what it stores.</summary>
    public const string ServerRehash = "server-rehash";

    /// <summary>It was read back and its SHA-256 computed here.</summary>
    public const string ReadBack = "read-back";

    /// <summary>The bytes that were sent have the SHA-256, and as many lie there. What they are, nobody looked.</summary>
    public const string Size = "size";

    /// <summary>The target neither says nor shows anything of what it received.</summary>
    public const string None = "none";

    /// <summary>Whether a proof says that every byte arrived.</summary>
    public static bool IsVerified(string proof) => proof is ServerHash or ServerRehash or ReadBack;
}
