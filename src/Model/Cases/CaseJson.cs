using System.Text.Json.Serialization;

namespace ServiceHall.Model.Cases;

/// <summary>How a case is written down whole. Nulls are left out, so that what is added later reads what was written before.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Case))]
public sealed partial class CaseJson : JsonSerializerContext;
