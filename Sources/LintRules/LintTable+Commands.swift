import Core

extension LintTable {
  /// Rules about RUN and its commands.
  static let commands: [any LintRule.Type] = [
    DL3001.self,
    DL3003.self,
    DL3004.self,
    DL3008.self,
    DL3009.self,
    DL3013.self,
    DL3014.self,
    DL3015.self,
    DL3016.self,
    DL3018.self,
    DL3019.self,
    DL3027.self,
    DL3028.self,
    DL3030.self,
    DL3032.self,
    DL3033.self,
    DL3034.self,
    DL3035.self,
    DL3036.self,
    DL3037.self,
    DL3038.self,
    DL3040.self,
    DL3041.self,
    DL3042.self,
    DL3046.self,
    DL3047.self,
    DL3059.self,
    DL3060.self,
    DL3062.self,
    DL4001.self,
    DL4005.self,
    DL4006.self,
  ]
}
