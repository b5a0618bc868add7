using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace LensTools.Engine.Vocabularies;

/// <summary>Reads the values of a label: a list of names, or a mapping of names to what they mean or to their definitions.</summary>
internal sealed class LabelValuesReader : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(List<LabelValue>);

    public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var values = new List<LabelValue>();
        // "values:" with no value.
        if (parser.TryConsume<Scalar>(out var nothing))
        {
            if (nothing.Value.Length > 0) throw new YamlException(nothing.Start, nothing.End, "the values of a label are a list");
            return values;
        }
        if (parser.TryConsume<SequenceStart>(out _))
        {
            while (!parser.TryConsume<SequenceEnd>(out _)) Add(parser.Consume<Scalar>(), new LabelValue());
            return values;
        }
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Scalar name = parser.Consume<Scalar>();
            Add(name, parser.TryConsume<Scalar>(out var meaning)
                ? new LabelValue { Description = meaning.Value }
                : (LabelValue)rootDeserializer(typeof(LabelValue))!);
        }
        return values;

        void Add(Scalar name, LabelValue value)
        {
            value.Name = name.Value;
            value.Aliases ??= [];
            if (values.Exists(known => known.Name.Equals(value.Name, StringComparison.OrdinalIgnoreCase)))
                throw new YamlException(name.Start, name.End, $"the value \"{value.Name}\" is listed twice");
            values.Add(value);
        }
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        throw new NotSupportedException("Values are written with their label.");
}
