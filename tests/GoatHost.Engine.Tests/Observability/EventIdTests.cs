using System.Reflection;
using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Tests.Observability;

public sealed class EventIdTests
{
    private static readonly (string Name, int Id)[] Known =
        [.. typeof(EventIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (field.Name, (int)field.GetRawConstantValue()!))];

    private static readonly (string Where, LoggerMessageAttribute Event)[] Events =
    [
        .. from type in typeof(EventIds).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           select ($"{type.Name}.{method.Name}", attribute),
    ];

    [Fact]
    public void Every_event_has_an_id_from_the_list() =>
        Assert.All(Events, one => Assert.True(Known.Any(known => known.Id == one.Event.EventId), $"{one.Where} has no id from EventIds."));

    [Fact]
    public void No_two_events_share_an_id()
    {
        Assert.NotEmpty(Events);
        Assert.Empty(Known.GroupBy(known => known.Id).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(Events.GroupBy(one => one.Event.EventId).Where(group => group.Count() > 1).Select(group => string.Join(", ", group.Select(one => one.Where))));
    }

    [Fact]
    public void Every_id_of_the_list_is_used() =>
        Assert.Empty(Known.Where(known => Events.All(one => one.Event.EventId != known.Id)).Select(known => known.Name));
}
