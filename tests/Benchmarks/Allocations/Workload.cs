using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace GoatHost.Benchmarks.Allocations;

/// <summary>One benchmark method, found by the same attributes that BenchmarkDotNet goes by, and called without reflection.</summary>
internal sealed class Workload
{
    private readonly Func<Task> _run;

    private Workload(string name, Func<Task> run, bool isAsync) => (Name, _run, IsAsync) = (name, run, isAsync);

    public string Name { get; }

    /// <summary>Whether it may go on on another thread, so that only the process's own count is whole.</summary>
    public bool IsAsync { get; }

    public Task RunAsync() => _run();

    /// <summary>The classes with benchmarks, in the order of their names.</summary>
    public static IEnumerable<Type> Classes() => typeof(Workload).Assembly.GetTypes()
        .Where(type => Methods(type).Any())
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>The benchmarks of an object that is set up.</summary>
    public static IEnumerable<Workload> Of(object target) => Methods(target.GetType()).Select(method => Of(target, method));

    /// <summary>Calls the method with an attribute, if there is one, and waits for it.</summary>
    public static async Task CallAsync<TAttribute>(object target) where TAttribute : Attribute
    {
        foreach (var method in target.GetType().GetMethods().Where(method => method.IsDefined(typeof(TAttribute))))
        {
            if (method.Invoke(target, null) is Task task) await task;
        }
    }

    private static Workload Of(object target, MethodInfo method)
    {
        var name = $"{target.GetType().Name}.{method.Name}";
        if (typeof(Task).IsAssignableFrom(method.ReturnType)) return new(name, method.CreateDelegate<Func<Task>>(target), isAsync: true);
        var call = method.CreateDelegate<Func<object>>(target);
        return new(name, () => call() is null ? throw new InvalidOperationException($"{name} made nothing.") : Task.CompletedTask, isAsync: false);
    }

    private static IEnumerable<MethodInfo> Methods(Type type) => type.GetMethods().Where(method => method.IsDefined(typeof(BenchmarkAttribute)));
}
