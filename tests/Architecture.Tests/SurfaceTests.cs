using System.Reflection;
using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Architecture.Tests;

/// <summary>The contract's public surface against a committed text, so that it never changes by accident.</summary>
public sealed class SurfaceTests
{
    private static string Approved => Path.Combine(Tree.Root, "tests", "Architecture.Tests", "Abstractions.surface.txt");

    /// <summary>A wanted change is approved by running this test with GOAT_APPROVE_SURFACE=1 and committing the text.</summary>
    [Fact]
    public void The_contract_is_what_was_approved()
    {
        var surface = Describe(typeof(IPlugin).Assembly);
        if (Environment.GetEnvironmentVariable("GOAT_APPROVE_SURFACE") == "1") File.WriteAllText(Approved, surface);
        Assert.Equal(File.ReadAllText(Approved).ReplaceLineEndings("\n"), surface);
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        text.Append("contract ").Append(assembly.GetName().Version!.ToString(2)).Append('\n');
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append('\n').Append(Kind(type)).Append(' ').Append(Name(type));
            var bases = new[] { type.BaseType }.Where(b => b is not null && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum))
                .Concat(type.GetInterfaces().Where(i => i.Namespace == type.Namespace || i == typeof(IAsyncDisposable))).Select(b => Name(b!)).Order(StringComparer.Ordinal);
            text.Append(bases.Any() ? " : " + string.Join(", ", bases) : "").Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal)) text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.IsEnum) return Enum.GetNames(type).Select(name => $"{name} = {(int)Enum.Parse(type, name)}");
        var constructors = type.GetConstructors(Declared).Select(c => $"new({Parameters(c)})");
        var properties = type.GetProperties(Declared).Where(p => p.Name != "EqualityContract")
            .Select(p => $"{Static(p.GetMethod!)}{Name(p.PropertyType)}{Null(new NullabilityInfoContext().Create(p).ReadState, p.PropertyType)} {p.Name} {{ get;{(p.SetMethod is { IsPublic: true } ? " init;" : "")} }}");
        var methods = type.GetMethods(Declared).Where(m => !m.IsSpecialName && !IsSynthesised(type, m))
            .Select(m => $"{Static(m)}{(type.IsInterface && !m.IsAbstract && !m.IsStatic ? "default " : "")}{Name(m.ReturnType)} {m.Name}({Parameters(m)})");
        return constructors.Concat(properties).Concat(methods);
    }

    private static bool IsSynthesised(Type type, MethodInfo method) =>
        method.Name is "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "<Clone>$" && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static string Kind(Type type) =>
        type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "class" : "open class";

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)}{Null(new NullabilityInfoContext().Create(p).ReadState, p.ParameterType)} {p.Name}{(p.IsOptional ? " = default" : "")}"));

    private static string Null(NullabilityState state, Type type) => state == NullabilityState.Nullable && !type.IsValueType ? "?" : "";

    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? Name(inner) + "?"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
