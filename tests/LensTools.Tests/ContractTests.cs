using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LensTools.Testing;

namespace LensTools.Tests;

/// <summary>What every cmdlet promises, read from the metadata of the built module, its manifest, its help and its views.</summary>
public sealed class ContractTests : IDisposable
{
    // The approved verbs that this module uses (Get-Verb), with the verbs that change something.
    private static readonly HashSet<string> ApprovedVerbs = [
        "Clear", "Copy", "Get", "Set", "New", "Test", "Publish", "Unpublish", "Receive", "Compare", "ConvertTo", "Export", "Import", "Join",
        "Measure", "Move", "Remove", "Rename", "Repair", "Watch", "Undo", "Convert", "Update", "Disable", "Register", "Unregister", "Show"];
    private static readonly HashSet<string> ChangingVerbs = [
        "Clear", "Copy", "Receive", "Set", "Export", "Import", "Move", "New", "Publish", "Unpublish", "Remove",
        "Rename", "Repair", "Undo", "Update", "Watch", "Disable", "Register", "Unregister"];
    private static readonly string[] CommonParameters = ["Confirm", "WhatIf"];

    private readonly ModuleMetadata _module = new();

    public void Dispose() => _module.Dispose();

    [Fact]
    public void Names_are_approved_verbs_and_singular_Lens_nouns()
    {
        Assert.NotEmpty(_module.Cmdlets);
        foreach (Type cmdlet in _module.Cmdlets)
        {
            string[] name = ModuleMetadata.NameOf(cmdlet).Split('-');
            Assert.Contains(name[0], ApprovedVerbs);
            // A consensus is one.
            Assert.Matches("^Lens[A-Z][A-Za-z]*([^s]|sus)$", name[1]);
            Assert.Equal($"{name[0]}{name[1]}Command", cmdlet.Name);
            Assert.True(cmdlet.IsSealed && cmdlet.IsPublic, cmdlet.Name);
        }
    }

    [Fact]
    public void Every_cmdlet_says_what_it_puts_out() =>
        Assert.All(_module.Cmdlets, cmdlet => Assert.NotEmpty(ModuleMetadata.Attributes(cmdlet, "OutputTypeAttribute")));

    [Fact]
    public void Whatever_changes_something_can_be_asked_first()
    {
        foreach (Type cmdlet in _module.Cmdlets)
        {
            // Test-LensPublication records its proof, and repairs.
            string name = ModuleMetadata.NameOf(cmdlet);
            bool changes = ChangingVerbs.Contains(name.Split('-')[0]) || name == "Test-LensPublication";
            Assert.Equal(changes, ModuleMetadata.Flag(ModuleMetadata.Attribute(cmdlet, "CmdletAttribute")!, "SupportsShouldProcess"));
        }
    }

    [Fact]
    public void Literal_paths_have_the_aliases_of_PowerShells_own()
    {
        foreach (PropertyInfo parameter in _module.Cmdlets.SelectMany(ModuleMetadata.ParametersOf).Where(p => p.Name == "LiteralPath"))
        {
            var aliases = (IReadOnlyCollection<CustomAttributeTypedArgument>)ModuleMetadata.Attribute(
                parameter, "AliasAttribute")!.ConstructorArguments[0].Value!;
            Assert.Equal(["PSPath", "LP", "FullName"], aliases.Select(a => (string)a.Value!));
        }
    }

    [Fact]
    public void What_is_piped_is_bound_whole_so_that_its_entry_is_not_lost()
    {
        foreach (Type cmdlet in _module.Cmdlets)
        {
            List<PropertyInfo> parameters = [.. ModuleMetadata.ParametersOf(cmdlet)];
            bool Binds(PropertyInfo parameter, string how) =>
                ModuleMetadata.Attributes(parameter, "ParameterAttribute").Any(attribute => ModuleMetadata.Flag(attribute, how));
            Assert.DoesNotContain(parameters, parameter => Binds(parameter, "ValueFromPipelineByPropertyName"));
            if (parameters.Find(parameter => parameter.Name == "InputObject") is not { } input) continue;
            Assert.Equal([input], parameters.Where(parameter => Binds(parameter, "ValueFromPipeline")));
            Assert.Equal("PSObject[]", input.PropertyType.Name);
        }
    }

    [Fact]
    public void A_parameter_set_takes_one_parameter_from_the_pipeline_and_none_is_a_Boolean()
    {
        foreach (Type cmdlet in _module.Cmdlets)
        {
            IEnumerable<string?> sets = ModuleMetadata.ParametersOf(cmdlet)
                .SelectMany(p => ModuleMetadata.Attributes(p, "ParameterAttribute"))
                .Where(a => ModuleMetadata.Flag(a, "ValueFromPipeline"))
                .Select(a => a.NamedArguments.FirstOrDefault(n => n.MemberName == "ParameterSetName").TypedValue.Value as string);
            Assert.Equal(sets.Distinct().Count(), sets.Count());
            Assert.DoesNotContain(ModuleMetadata.ParametersOf(cmdlet), p => p.PropertyType.Name == "Boolean");
        }
    }

    [Fact]
    public void The_manifest_exports_what_there_is()
    {
        string manifest = File.ReadAllText(Path.Combine(Repository.Root, "LensTools.psd1"));
        string list = Regex.Match(manifest, @"CmdletsToExport\s*=\s*@\(([^)]*)\)").Groups[1].Value;
        Assert.Equal(
            _module.Cmdlets.Select(ModuleMetadata.NameOf).Order(), Regex.Matches(list, "'([^']+)'").Select(m => m.Groups[1].Value).Order());
        Assert.Equal(
            _module.Assembly.GetName().Version!.ToString(3), Regex.Match(manifest, @"ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value);
    }

    [Fact]
    public void The_help_describes_every_cmdlet_and_parameter_and_no_other()
    {
        XDocument help = XDocument.Load(Path.Combine(Repository.Root, "module", "en-US", "LensTools.dll-Help.xml"));
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10", maml = "http://schemas.microsoft.com/maml/2004/10";
        var commands = help.Descendants(command + "command").ToDictionary(
            c => c.Element(command + "details")!.Element(command + "name")!.Value.Trim());
        Assert.Equal(_module.Cmdlets.Select(ModuleMetadata.NameOf).Order(), commands.Keys.Order());
        foreach (Type cmdlet in _module.Cmdlets)
        {
            XElement about = commands[ModuleMetadata.NameOf(cmdlet)];
            var described = about.Element(command + "parameters")!
                .Elements(command + "parameter")
                .ToDictionary(p => p.Element(maml + "name")!.Value.Trim());
            IEnumerable<string> inSyntax = about.Element(command + "syntax")!
                .Descendants(command + "parameter")
                .Select(p => p.Element(maml + "name")!.Value.Trim())
                .Distinct();
            Assert.Equal(described.Keys.Order(), inSyntax.Order());
            Assert.Equal(ModuleMetadata.ParametersOf(cmdlet).Select(p => p.Name).Order(), described.Keys.Except(CommonParameters).Order());
            foreach (PropertyInfo parameter in ModuleMetadata.ParametersOf(cmdlet))
            {
                bool isMandatory = ModuleMetadata.Attributes(parameter, "ParameterAttribute").All(a => ModuleMetadata.Flag(a, "Mandatory"));
                bool isPiped = ModuleMetadata.Attributes(parameter, "ParameterAttribute").Any(
                    a => ModuleMetadata.Flag(a, "ValueFromPipeline"));
                bool isWild = ModuleMetadata.Attributes(parameter, "SupportsWildcardsAttribute").Any();
                XElement documented = described[parameter.Name];
                Assert.Equal(isMandatory ? "true" : "false", documented.Attribute("required")!.Value);
                Assert.Equal(isPiped ? "True (ByValue)" : "False", documented.Attribute("pipelineInput")!.Value);
                Assert.Equal(isWild ? "true" : "false", documented.Attribute("globbing")!.Value);
                Assert.True(described[parameter.Name].Element(maml + "description")!.Value.Trim().Length > 10, parameter.Name);
            }
        }
    }

    [Fact]
    public void Every_view_is_of_a_type_that_there_is_and_every_output_type_has_views()
    {
        XDocument views = XDocument.Load(Path.Combine(Repository.Root, "module", "LensTools.Format.ps1xml"));
        var types = views.Descendants("TypeName").Select(t => t.Value).ToList();
        foreach (string type in types.Distinct()) Assert.NotNull(_module.Assembly.GetType(type));
        var outputs = _module.Cmdlets
            .SelectMany(c => ModuleMetadata.Attributes(c, "OutputTypeAttribute"))
            .SelectMany(a => (IReadOnlyCollection<CustomAttributeTypedArgument>)a.ConstructorArguments[^1].Value!)
            .Select(a => ((Type)a.Value!).FullName!).Where(name => name.StartsWith("LensTools.", StringComparison.Ordinal)).Distinct();
        Assert.All(outputs, output => Assert.Equal(2, types.Count(type => type == output)));
    }

    [Fact]
    public void The_properties_that_views_name_are_there_or_are_computed()
    {
        XDocument views = XDocument.Load(Path.Combine(Repository.Root, "module", "LensTools.Format.ps1xml"));
        XDocument types = XDocument.Load(Path.Combine(Repository.Root, "module", "LensTools.Types.ps1xml"));
        var computed = types.Descendants("Type").ToDictionary(
            type => type.Element("Name")!.Value, type => type.Descendants("CodeProperty").ToDictionary(
                property => property.Element("Name")!.Value));
        Type cells = _module.Assembly.GetType("LensTools.Internal.ViewCells")!;
        var shown = new HashSet<XElement>();
        foreach (XElement view in views.Descendants("View"))
        {
            Type type = _module.Assembly.GetType(view.Descendants("TypeName").First().Value)!;
            foreach (string property in view.Descendants("PropertyName").Select(name => name.Value))
            {
                if (type.GetProperty(property) is not null) continue;
                XElement code = computed[type.FullName!][property];
                shown.Add(code);
                Assert.Equal("true", code.Attribute("IsHidden")?.Value);
                Assert.Equal(cells.FullName, code.Descendants("TypeName").Single().Value);
                Assert.NotNull(cells.GetMethod(code.Descendants("MethodName").Single().Value));
            }
        }
        Assert.Equal(computed.Values.Sum(properties => properties.Count), shown.Count);
        // Where the language is constrained, a script block may not call a method.
        Assert.Empty(views.Descendants("ScriptBlock"));
    }

    [Fact]
    public void The_engine_knows_nothing_of_PowerShell()
    {
        foreach (string name in new[] { "LensTools.Engine", "LensTools.Hdf5" })
        {
            byte[] assembly = File.ReadAllBytes(Path.Combine(Repository.Root, "module", "bin", "deps", name + ".dll"));
            Assert.True(assembly.AsSpan().IndexOf("System.Management.Automation"u8) < 0, name);
        }
    }

    [Fact]
    public void The_reference_assembly_and_packages_are_not_beside_the_module()
    {
        string bin = Path.Combine(Repository.Root, "module", "bin");
        Assert.Equal(["LensTools.dll"], Directory.GetFiles(bin, "*.dll").Select(f => Path.GetFileName(f)));
        Assert.Empty(Directory.GetFiles(bin, "System.Management.Automation.dll", SearchOption.AllDirectories));
        Assert.True(File.Exists(Path.Combine(bin, "deps", "LensTools.Engine.deps.json")));
    }
}
