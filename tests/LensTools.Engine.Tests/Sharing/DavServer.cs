using System.Diagnostics;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Other WebDAV servers of Debian on a free port of loopback: nginx with dav-ext, lighttpd, rclone's.</summary>
internal sealed class DavServer : IDisposable
{
    private const string NginxModule = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so",
        LighttpdModule = "/usr/lib/lighttpd/mod_webdav.so";

    private readonly TestFolder _folder = new("lens-dav");
    private readonly Process _process;

    public DavServer(string kind)
    {
        Root = Directory.CreateDirectory(_folder["www"]).FullName;
        int port = Loopback.FreePort();
        Url = $"http://127.0.0.1:{port}/";
        (string program, string[] arguments, string? needed) = kind switch
        {
            "nginx" => ("nginx", new[] { "-e", _folder["error.log"], "-c", _folder.Write("nginx.conf", Nginx(port)) }, NginxModule),
            "lighttpd" => ("lighttpd", ["-D", "-f", _folder.Write("lighttpd.conf", Lighttpd(port))], LighttpdModule),
            _ => ("rclone", ["serve", "webdav", Root, "--addr", $"127.0.0.1:{port}", "--config", "/dev/null"], null),
        };
        string? path = Tool.Find(program);
        Assert.SkipWhen(path is null || (needed is not null && !File.Exists(needed)), $"Debian's {program} with WebDAV is not installed");
        _process = Process.Start(new ProcessStartInfo(path!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        if (!Loopback.WaitFor(_process, port))
            throw new InvalidOperationException($"the server did not start: {_process.StandardError.ReadToEnd()}");
    }

    public string Url { get; }

    /// <summary>The folder that the server serves.</summary>
    public string Root { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private string Nginx(int port) => $$"""
        load_module {{NginxModule}};
        daemon off;
        master_process off;
        pid "{{_folder["pid"]}}";
        events { }
        http {
            client_body_temp_path "{{_folder["body"]}}";
            proxy_temp_path "{{_folder["proxy"]}}"; fastcgi_temp_path "{{_folder["fastcgi"]}}";
            uwsgi_temp_path "{{_folder["uwsgi"]}}"; scgi_temp_path "{{_folder["scgi"]}}";
            access_log off;
            server {
                listen 127.0.0.1:{{port}};
                root "{{Root}}";
                client_max_body_size 0;
                location / { dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS; dav_access user:rw group:r all:r; }
            }
        }
        """;

    private string Lighttpd(int port) => $$"""
        server.modules = ("mod_webdav")
        server.document-root = "{{Root}}"
        server.bind = "127.0.0.1"
        server.port = {{port}}
        server.upload-dirs = ("{{_folder.Path}}")
        webdav.activate = "enable"
        """;
}
