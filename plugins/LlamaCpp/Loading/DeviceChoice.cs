using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Loading;

/// <summary>Finds the devices that a person named.</summary>
internal static class DeviceChoice
{
    /// <summary>The devices to compute on: the CPU always, and of the GPUs those that were named, or all.</summary>
    /// <param name="names">Ids or names with commas between, or null.</param>
    /// <param name="devices">What there is.</param>
    public static IReadOnlyList<ComputeDevice> Among(string? names, IReadOnlyList<ComputeDevice> devices)
    {
        if (names is null) return devices;
        // A driver's own name for its device may have commas in it.
        var asked = devices.Any(device => Is(device, names)) ? [names] : names.Split(',', StringSplitOptions.TrimEntries);
        foreach (var name in asked)
        {
            if (!devices.Any(device => Is(device, name))) throw Unknown(name, devices);
        }
        return [.. devices.Where(device => !device.IsGpu || asked.Any(name => Is(device, name)))];
    }

    private static bool Is(ComputeDevice device, string name) =>
        device.Id.Equals(name, StringComparison.OrdinalIgnoreCase) || device.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static GoatException Unknown(string name, IReadOnlyList<ComputeDevice> devices) => new(
        $"There is no device {name} to compute on: there are {string.Join(", ", devices.Select(device => $"{device.Id} ({device.Name})"))}"
        + (devices.Any(device => device.IsGpu) ? "." : ", and a GPU only once its library is installed (goat llamacpp install)."));
}
