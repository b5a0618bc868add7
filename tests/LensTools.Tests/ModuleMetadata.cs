using System.Reflection;
using LensTools.Testing;

namespace LensTools.Tests;

/// <summary>The built module as metadata: nothing of it is run.</summary>
internal sealed class ModuleMetadata : IDisposable
{
    private readonly MetadataLoadContext _context;

    public ModuleMetadata()
    {
        string bin = Path.Combine(Repository.Root, "module", "bin");
        string standard = typeof(ModuleMetadata).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "PowerShellStandard").Value!;
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> assemblies = Directory.GetFiles(framework, "*.dll")
            .Append(standard)
            .Concat(Directory.GetFiles(bin, "*.dll"))
            .Concat(Directory.GetFiles(Path.Combine(bin, "deps"), "*.dll"));
        _context = new MetadataLoadContext(new PathAssemblyResolver(assemblies));
        Assembly = _context.LoadFromAssemblyPath(Path.Combine(bin, "LensTools.dll"));
        Cmdlets = [.. Assembly.GetTypes().Where(type => Attribute(type, "CmdletAttribute") is not null)];
    }

    public Assembly Assembly { get; }

    public IReadOnlyList<Type> Cmdlets { get; }

    public static string NameOf(Type cmdlet)
    {
        CustomAttributeData attribute = Attribute(cmdlet, "CmdletAttribute")!;
        return $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}";
    }

    public static IEnumerable<PropertyInfo> ParametersOf(Type cmdlet) =>
        cmdlet.GetProperties().Where(p => Attributes(p, "ParameterAttribute").Any());

    public static CustomAttributeData? Attribute(MemberInfo member, string name) => Attributes(member, name).FirstOrDefault();

    public static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(a => a.AttributeType.Name == name);

    public static bool Flag(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.Any(a => a.MemberName == name && a.TypedValue.Value is true);

    public void Dispose() => _context.Dispose();
}
