using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Installing;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>llama.cpp in this process: its libraries loaded, the best CPU variant chosen by ggml, its devices known.</summary>
internal sealed partial class NativeEngine
{
    private static readonly Lock Gate = new();
    private static NativeEngine? _loaded;
    private static NativeFolder? _folder;

    private readonly nint[] _devices;

    private NativeEngine(NativeFolder folder, IReadOnlyList<GpuBackend> backends)
    {
        (Folder, Backends) = (folder, backends);
        _devices = [.. Enumerable.Range(0, (int)GgmlApi.ggml_backend_dev_count()).Select(i => GgmlApi.ggml_backend_dev_get((nuint)i))];
        Variant = FindVariant();
    }

    public NativeFolder Folder { get; }

    /// <summary>The GPU libraries that are installed beside the shipped ones.</summary>
    public IReadOnlyList<GpuBackend> Backends { get; }

    /// <summary>The CPU variant, as in <c>zen4</c>.</summary>
    public string Variant { get; }

    /// <summary>What is wrong with installed GPU libraries, or null.</summary>
    public string? Problems => Backends.Where(backend => backend.Problem is not null).ToArray() is { Length: > 0 } broken
        ? string.Join("; ", broken.Select(backend => $"the GPU library {backend.Name} is installed and of no use: {backend.Problem}"))
        : null;

    /// <summary>For people: <c>llama.cpp v0.4.0, CPU variant zen4, no GPU</c>.</summary>
    public string Describe()
    {
        var gpus = Devices().Where(device => device.IsGpu).Select(device => $"{device.Name} [{device.Id}]").ToArray();
        return $"llama.cpp {Folder.Release}, CPU variant {Variant}, {(gpus.Length == 0 ? "no GPU" : "GPU " + string.Join(", ", gpus))}";
    }

    /// <summary>Loads the libraries, the first time; the process keeps them.</summary>
    /// <param name="nativesDir">A folder of libraries in place of the plugin's own.</param>
    /// <param name="gpus">Where GPU libraries may be installed.</param>
    public static NativeEngine Load(string? nativesDir, GpuFolder? gpus = null)
    {
        lock (Gate)
        {
            if (_loaded is null) return _loaded = Start(NativeFolder.Find(nativesDir), gpus);
            if (nativesDir is null || Path.GetFullPath(nativesDir) == _loaded.Folder.Path) return _loaded;
            throw new GoatException($"llama.cpp is already loaded from {_loaded.Folder.Path}: restart to load it from {nativesDir}.");
        }
    }

    /// <summary>What ggml would compute on, GPUs first, with the memory that is free now.</summary>
    public IReadOnlyList<ComputeDevice> Devices() =>
        [.. _devices.Select(Read).OfType<ComputeDevice>().OrderByDescending(device => device.IsGpu)];

    /// <summary>The GPUs among some devices, as ggml has them.</summary>
    public IReadOnlyList<nint> Handles(IReadOnlyList<ComputeDevice> devices) =>
        [.. _devices.Where(handle => Read(handle) is { IsGpu: true } gpu && devices.Any(device => device.Id == gpu.Id))];

    private static unsafe ComputeDevice? Read(nint handle)
    {
        DeviceProps props;
        GgmlApi.ggml_backend_dev_get_props(handle, &props);
        if (props.Type is not (DeviceType.Cpu or DeviceType.Gpu or DeviceType.IntegratedGpu)) return null;
        var name = Marshal.PtrToStringUTF8((nint)props.Description) ?? Marshal.PtrToStringUTF8((nint)props.Name) ?? "";
        var (total, free) = ((long)props.MemoryTotal, (long)props.MemoryFree);
        if (props.Type == DeviceType.Cpu) (total, free) = SystemMemory.Read(total, free);
        return new ComputeDevice(name.Trim(), props.Type != DeviceType.Cpu, total, free) { Id = Id(props) };
    }

    private static unsafe string Id(in DeviceProps props) => Marshal.PtrToStringUTF8((nint)props.Name) ?? "";

    private static unsafe NativeEngine Start(NativeFolder folder, GpuFolder? gpus)
    {
        try
        {
            // An assembly takes one resolver for its life: a second try, after a folder that did not load, changes only where it looks.
            if (_folder is null) NativeLibrary.SetDllImportResolver(typeof(LlamaApi).Assembly, (name, _, _) => _folder?.Load(name) ?? 0);
            _folder = folder;
            // On an abort ggml would start a debugger for a backtrace, if one is installed.
            if (!OperatingSystem.IsWindows()) _ = GgmlApi.setenv("GGML_NO_BACKTRACE", "1", 1);
            // The log first, or pages go to stderr; then the backends by path, since ggml's own search looks beside the dotnet executable.
            LlamaApi.llama_log_set(NativeLog.Callback, 0);
            GgmlApi.ggml_backend_load_all_from_path(folder.Path);
            LlamaApi.llama_backend_init();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new GoatException($"The llama.cpp libraries in {folder.Path} cannot be loaded: {e.Message.TrimEnd('.')}.", e);
        }
        if (GgmlApi.ggml_backend_dev_count() == 0)
        {
            throw new GoatException(
                $"llama.cpp found no processor that it can use among the libraries in {folder.Path}: all of its libggml-cpu files belong there.");
        }
        return new NativeEngine(folder, gpus is null ? [] : GpuBackend.LoadAll(gpus, folder.Release));
    }

    // Every variant calls itself "CPU"; the one that ggml kept is the one still mapped.
    private static string FindVariant()
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .Select(module => CpuLibrary().Match(module.ModuleName))
            .FirstOrDefault(match => match.Success)?.Groups[1].Value is { Length: > 0 } variant ? variant : "built in";
    }

    [GeneratedRegex(@"^(?:lib)?ggml-cpu-?(.*)\.(?:so|dll|dylib)$")]
    private static partial Regex CpuLibrary();
}
