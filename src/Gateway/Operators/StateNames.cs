using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Operators;

/// <summary>States as hall staff call them.</summary>
internal static class StateNames
{
    public static string Name(this RecordState state) => state switch
    {
        RecordState.Taken => "已收下",
        RecordState.Parked => "等待受理",
        RecordState.Quarantined => "问题件",
        RecordState.Conflict => "内容冲突",
        _ => "已被更高版本取代",
    };

    public static string Name(this DeliveryState state) => state switch
    {
        DeliveryState.Pending => "待发",
        DeliveryState.Waiting => "等待",
        DeliveryState.Sent => "已发，尚无答复",
        DeliveryState.Unknown => "结果不明",
        DeliveryState.Confirmed => "已确认",
        DeliveryState.Carried => "随他件报送",
        DeliveryState.Refused => "被拒",
        DeliveryState.Superseded => "已被更正取代",
        _ => "不报送",
    };
}
