using static ServiceHall.MockPlatforms.SampleCounty.People.ApplicantType;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>The departments of the county. The next one is a further entry here, and a further shape where it has its own.</summary>
internal static class CountyDepartments
{
    public static IReadOnlyList<Department> All { get; } = [.. WithTheirOwnFormats(), .. WithTheCentresEnvelope(), .. WithCanonicalRecords()];

    private static IEnumerable<Department> WithTheirOwnFormats() =>
    [
        new("rs", "示例县人力资源和社会保障局", "99000012", new FlatPinyinShape(),
        [
            new("992000021000", "示例就业登记", 1, Person, new(1, "workingDay"), new(5, "workingDay"), Immediate: true, LocalCode: "RS-JY-01-990001"),
            new("990500023000", "示例技能提升补贴申领", 2, Person, new(15, "workingDay"), new(20, "workingDay"),
                LocalCode: "9900B0002300-990001000000-000-RS-2-00"),
            new("990100024002", "示例人力资源服务许可", 3, Enterprise, new(8, "workingDay"), new(20, "workingDay"), Licence: "示例人力资源服务许可证"),
            new("991000027000", "示例劳动用工备案", 1, Enterprise, new(4, "hour"), new(2, "workingDay")),
        ]),
        new("sj", "示例县市场监督管理局", "99000013", new EventArrayShape(),
        [
            new("990700031000", "示例个体工商户登记", 2, Person, new(1, "workingDay"), new(15, "workingDay"), Immediate: true, Licence: "示例个体营业执照"),
            new("990100032000", "示例食品经营许可", 3, Enterprise, new(7, "workingDay"), new(20, "workingDay"),
                LocalCode: "990001_SJ_SPJY_新办", Licence: "示例食品经营许可证"),
            new("990700031004", "示例企业名称变更登记", 1, Enterprise, new(24, "hour"), new(15, "workingDay"), Licence: "示例营业执照"),
            new("990700031009", "示例企业注销登记", 1, Enterprise, new(3, "naturalDay"), new(20, "naturalDay")),
        ]),
        new("zj", "示例县住房和城乡建设局", "99000014", new ColumnsShape("示建"),
        [
            new("990100041000", "示例建筑工程施工许可", 2, Enterprise, new(5, "workingDay"), new(7, "workingDay"), Licence: "示例施工许可证"),
            new("991000042000", "示例房屋租赁登记备案", 1, Person, new(1, "workingDay"), new(3, "workingDay"), Immediate: true),
        ]),
        new("zr", "示例县自然资源局", "99000015", new ColumnsShape("示自然"),
        [
            new("990800043000", "示例不动产登记", 4, Person, new(48, "hour"), new(30, "workingDay"), Licence: "示例不动产权证书"),
        ]),
    ];

    private static IEnumerable<Department> WithTheCentresEnvelope() =>
    [
        new("ga", "示例县公安局", "99000016", new EnvelopeShape("GA", "yyyy-MM-dd HH:mm:ss"),
        [
            new("992000051000", "示例户口迁移登记", 1, Person, new(1, "workingDay"), new(3, "workingDay"), Immediate: true, CrossRegion: true),
        ]),
        new("wj", "示例县卫生健康局", "99000017", new EnvelopeShape("WJ", "yyyyMMddHHmmss"),
        [
            new("992000052000", "示例生育登记", 2, Person, new(2, "naturalDay"), new(10, "naturalDay"), CrossRegion: true),
        ]),
        new("wl", "示例县文化和旅游局", "99000018", new EnvelopeShape("WL", time: null),
        [
            new("990500053000", "示例文物保护补助申领", 1, Person, new(10, "workingDay"), new(20, "workingDay")),
        ]),
        new("st", "示例县生态环境局", "99000019", new EnvelopeShape("ST", "yyyy'/'MM'/'dd HH:mm:ss"),
        [
            new("991000054000", "示例环境影响登记备案", 1, Person, new(1, "workingDay"), new(5, "workingDay"), Immediate: true),
        ]),
        new("yb", "示例县医疗保障局", "99000020", new EnvelopeShape("YB", "yyyy-MM-dd'T'HH:mm:sszzz"),
        [
            new("992000055000", "示例异地就医备案", 3, Person, new(1, "workingDay"), new(2, "workingDay"), Immediate: true, CrossRegion: true),
        ]),
    ];

    private static IEnumerable<Department> WithCanonicalRecords() =>
    [
        new("mz", "示例县民政局", "99000011", new CanonicalShape("MZ", "民"),
        [
            new("990500007000", "示例困难家庭临时救助", 2, Person, new(5, "workingDay"), new(20, "workingDay"), LocalCode: "990001-MZ-0007-00"),
            new("992000011000", "示例高龄津贴发放登记", 1, Person, new(1, "workingDay"), new(10, "workingDay"), Immediate: true),
            new("990100012001", "示例社会组织成立登记", 3, SocialOrganisation, new(1, "month"), new(60, "naturalDay"),
                LocalCode: "MZ-SHZZ/01〔2024〕", Licence: "示例社会组织登记证书"),
            new("991000019000", "示例地名命名备案", 1, Enterprise, new(10, "naturalDay"), new(30, "naturalDay")),
        ]),
        new("jy", "示例县教育局", "99000021", new CanonicalShape("JY", "教"),
            [new("990100061000", "示例教师资格认定", 2, Person, new(20, "workingDay"), new(30, "workingDay"), Licence: "示例教师资格证书", CrossRegion: true)]),
        new("ny", "示例县农业农村局", "99000022", new CanonicalShape("NY", "农"),
            [new("990100062000", "示例种畜禽生产经营许可", 1, Enterprise, new(6, "workingDay"), new(15, "workingDay"), Licence: "示例种畜禽许可证")]),
        new("yj", "示例县应急管理局", "99000023", new CanonicalShape("YJ", "应"),
            [new("990100063000", "示例危险化学品经营许可", 2, Enterprise, new(12, "workingDay"), new(30, "workingDay"), Licence: "示例危化品经营许可证")]),
        new("fg", "示例县发展和改革局", "99000024", new CanonicalShape("FG", "发"),
            [new("991000064000", "示例企业投资项目备案", 1, Enterprise, new(1, "workingDay"), new(3, "workingDay"), Immediate: true)]),
        new("jx", "示例县经济和信息化局", "99000025", new CanonicalShape("JX", "经"),
            [new("990500065000", "示例中小企业奖补申领", 1, Enterprise, new(30, "naturalDay"), new(60, "naturalDay"))]),
        new("sf", "示例县司法局", "99000026", new CanonicalShape("SF", "司"),
            [new("992000066000", "示例法律援助申请", 2, Person, new(3, "workingDay"), new(7, "workingDay"), CrossRegion: true)]),
        new("cz", "示例县财政局", "99000027", new CanonicalShape("CZ", "财"),
            [new("990100067000", "示例代理记账机构许可", 1, Enterprise, new(2, "month"), new(3, "month"), Licence: "示例代理记账许可证书")]),
        new("ty", "示例县退役军人事务局", "99000028", new CanonicalShape("TY", "役"),
            [new("990500068000", "示例退役军人一次性补助申领", 1, Person, new(7, "naturalDay"), new(20, "naturalDay"), CrossRegion: true)]),
        new("jt", "示例县交通运输局", "99000029", new StreamShape("JT", "交"),
            [new("990100071000", "示例道路旅客运输从业资格", 2, Person, new(8, "hour"), new(5, "workingDay"), Licence: "示例从业资格证", CrossRegion: true)]),
        new("sw", "示例县水务局", "99000030", new StreamShape("SW", "水"),
            [new("990100072000", "示例取水许可", 3, Enterprise, new(15, "workingDay"), new(45, "workingDay"), Licence: "示例取水许可证")]),
    ];
}
