using LensTools.Engine.Sharing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace LensTools.Engine.Collections;

/// <summary>Reads a target of <c>lens.yaml</c>: its address alone, or a mapping with its settings.</summary>
internal sealed class TargetSettingsReader : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(TargetSettings);

    public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        if (parser.Current is Scalar address)
        {
            parser.MoveNext();
            return address.Value.Length == 0 ? null : new TargetSettings { Url = address.Value };
        }
        Mark start = parser.Current!.Start;
        var file = (TargetFile)rootDeserializer(typeof(TargetFile))!;
        if (string.IsNullOrWhiteSpace(file.Url)) throw new YamlException(start, start, "the target has no url");
        long? rate = null;
        if (file.MaxRate is { } text) rate = TargetSettings.TryParseBytes(text, out long bytes) ? bytes : throw Bad("maxRate", text, "5MB");
        TimeSpan? patience = null;
        if (file.RetryFor is { } time)
            patience = TargetSettings.TryParseTime(time, out TimeSpan found) ? found : throw Bad("retryFor", time, "1h");
        bool? readsBack = file.Verify?.ToLowerInvariant() switch
        {
            null => null,
            "full" => true,
            "standard" => false,
            _ => throw Bad("verify", file.Verify, "full or standard"),
        };
        return new TargetSettings
        {
            Url = file.Url,
            Name = file.Name,
            MaxRate = rate,
            ReadsBack = readsBack,
            Partial = file.Partial,
            RetryFor = patience,
            AllowPersonalData = file.AllowPersonalData,
            CertificateThumbprint = file.CertificateThumbprint,
            KeyFile = file.KeyFile,
            AllowInsecure = file.AllowInsecure,
            FollowRedirects = file.FollowRedirect,
        };

        YamlException Bad(string key, string value, string example) =>
            new(start, start, $"the target's {key} is \"{value}\", which is not of the kind {example}");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        throw new NotSupportedException("lens.yaml is written as text.");

    private sealed class TargetFile
    {
        public string? Url { get; set; }

        public string? Name { get; set; }

        public string? MaxRate { get; set; }

        public string? Verify { get; set; }

        public bool? Partial { get; set; }

        public string? RetryFor { get; set; }

        public bool? AllowPersonalData { get; set; }

        public string? CertificateThumbprint { get; set; }

        public string? KeyFile { get; set; }

        public bool? AllowInsecure { get; set; }

        public bool? FollowRedirect { get; set; }
    }
}
