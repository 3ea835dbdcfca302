using System.Globalization;
using System.Text.Json;
using Alma.Data.Stores;
using Alma.Serving.Models;

namespace Alma.Serving.Web;

/// <summary>What the page on which a person tries the model shows of it: what it takes, its classes, its error and history.</summary>
internal sealed class ModelPageContent(ModelServer server)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("name", server.Name);
        json.WriteStartArray("versions");
        foreach (var file in server.Versions.Files)
        {
            json.WriteStartObject();
            json.WriteString("version", file.Version.ToString(CultureInfo.InvariantCulture));
            if (file.TestError is { } error) json.WriteNumber("testError", error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        // A browser that follows a link brings no token.
        json.WriteBoolean("history", server.History is not null && server.Options.Token is null);
        if (server.Versions.Champion is not { } champion) return;
        json.WriteString("champion", champion.Version.ToString(CultureInfo.InvariantCulture));
        var metadata = champion.Model.Metadata;
        Write(json, "run", metadata.Run);
        Write(json, "recipe", metadata.Recipe);
        Write(json, "dataset", metadata.Dataset);
        Write(json, "licence", metadata.Licence);
        json.WriteStartArray("classes");
        foreach (var name in champion.Model.ClassNames) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartObject("input");
        WriteInput(json, champion.Model.Input);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static void WriteInput(Utf8JsonWriter json, ModelInput input)
    {
        if (input is ImageInput { Shape: var shape })
        {
            json.WriteString("kind", "image");
            json.WriteNumber("channels", shape.Channels);
            json.WriteNumber("height", shape.Height);
            json.WriteNumber("width", shape.Width);
            return;
        }

        json.WriteString("kind", "table");
        json.WriteStartArray("columns");
        foreach (var column in ((TableInput)input).Columns) WriteColumn(json, column);
        json.WriteEndArray();
    }

    private static void WriteColumn(Utf8JsonWriter json, TableColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("kind", column.Kind.ToString().ToLowerInvariant());
        json.WriteStartArray("categories");
        foreach (var category in column.Categories) json.WriteStringValue(category);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
