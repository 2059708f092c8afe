using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace GoatHost.Http.OpenApi;

/// <summary>The schemas of the types that bodies and answers are, each once and under its name.</summary>
internal sealed class JsonSchemas
{
    private const string Place = "#/components/schemas/";

    private static readonly JsonSchemaExporterOptions Options = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Complete,
    };

    private readonly Dictionary<string, Type> _types = [];
    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, JsonNode> All => _schemas;

    /// <summary>A reference to a type's schema.</summary>
    public JsonObject Refer(JsonTypeInfo type)
    {
        var name = Name(type.Type);
        if (_types.TryAdd(name, type.Type))
        {
            var schema = type.GetJsonSchemaAsNode(Options);
            Move(schema, Place + name);
            _schemas[name] = schema;
        }
        else if (_types[name] != type.Type)
        {
            throw new InvalidOperationException($"{type.Type} and {_types[name]} would have one schema: give one of them another name.");
        }
        return new JsonObject { ["$ref"] = Place + name };
    }

    /// <summary>One of several types.</summary>
    public JsonObject ReferAny(IReadOnlyList<JsonTypeInfo> types) =>
        types is [var only] ? Refer(only) : new JsonObject { ["anyOf"] = new JsonArray([.. types.Select(Refer)]) };

    /// <summary>What the exporter cannot know: fields read by hand, the words of a text, and that what is never null is always there.</summary>
    private static JsonNode Complete(JsonSchemaExporterContext context, JsonNode schema)
    {
        var attributes = context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
        if (attributes.OfType<JsonKindsAttribute>().FirstOrDefault() is { } kinds)
            return new JsonObject { ["type"] = new JsonArray([.. kinds.Kinds.Append("null").Select(kind => JsonValue.Create(kind))]) };
        if (schema is not JsonObject node) return schema;
        if (attributes.OfType<JsonWordsAttribute>().FirstOrDefault() is { } words)
            node["enum"] = new JsonArray([.. words.Words.Append(null).Select(word => JsonValue.Create(word))]);
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && node.ContainsKey("properties"))
        {
            var always = context.TypeInfo.Properties.Where(IsAlwaysThere);
            node["required"] = new JsonArray([.. always.Select(property => JsonValue.Create(property.Name))]);
        }
        return node;
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property) => property is { Get: not null, IsGetNullable: false };

    /// <summary>References inside a schema count from its root, which is not the document's.</summary>
    private static void Move(JsonNode node, string root)
    {
        switch (node)
        {
            case JsonObject fields:
                if (fields["$ref"] is JsonValue reference) fields["$ref"] = root + ((string)reference!)[1..];
                foreach (var (_, value) in fields.ToList()) if (value is not null) Move(value, root);
                break;
            case JsonArray items:
                foreach (var item in items) if (item is not null) Move(item, root);
                break;
        }
    }

    private static string Name(Type type)
    {
        if (type.IsArray) return Name(type.GetElementType()!) + "List";
        if (!type.IsGenericType) return type.Name;
        var arguments = string.Concat(type.GetGenericArguments().Select(Name));
        return type.Name.StartsWith("IReadOnlyList", StringComparison.Ordinal)
            ? arguments + "List"
            : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}Of{arguments}";
    }
}
