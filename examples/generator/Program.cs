using LensTools.Examples;

// dotnet run --project examples/generator [folder]
string folder = args.Length > 0 ? args[0] : Path.Combine("examples", "roundrobin");
RoundRobin.Write(folder);
Console.WriteLine($"wrote {Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count()} files to {folder}");
