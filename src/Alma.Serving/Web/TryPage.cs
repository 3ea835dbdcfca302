using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Alma.Serving.Web;

/// <summary>
/// The page on which a person tries the model: one file that loads nothing from elsewhere, whose policy lets a browser run its own script
/// alone. It holds nothing of the model, which its script asks for.
/// </summary>
internal static class TryPage
{
    private static readonly string[] scripts =
        ["ask.js", "answer.js", "draw.js", "file.js", "row.js", "history.js", "start.js"];

    private static readonly string script = string.Concat(scripts.Select(name => Read(name).TrimEnd() + "\n"));
    private static readonly string style = Read("page.css");

    private static readonly byte[] content = Encoding.UTF8.GetBytes(
        Read("page.html")
            .Replace("{style}", style, StringComparison.Ordinal)
            .Replace("{script}", script, StringComparison.Ordinal));

    private static readonly string policy =
        $"default-src 'none'; img-src 'self' blob: data:; connect-src 'self'; style-src {HashOf(style)}; script-src {HashOf(script)}; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = content.Length;
        context.Response.Headers.ContentSecurityPolicy = policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private static string HashOf(string part) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(part)))}'";

    private static string Read(string name)
    {
        using var stream = typeof(TryPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in this library.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
