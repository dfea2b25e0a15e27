import Core

extension LintTable {
  /// Rules about instructions other than RUN.
  static let instructions: [any LintRule.Type] = [
    DL1001.self, DL3000.self, DL3002.self, DL3006.self, DL3007.self, DL3010.self, DL3011.self, DL3012.self,
    DL3020.self, DL3021.self, DL3022.self, DL3023.self, DL3024.self, DL3025.self, DL3026.self, DL3029.self,
    DL3043.self, DL3044.self, DL3045.self, DL3048.self, DL3049.self, DL3050.self, DL3051.self, DL3052.self,
    DL3053.self, DL3054.self, DL3055.self, DL3056.self, DL3057.self, DL3058.self, DL3061.self, DL3063.self,
    DL3064.self, DL3065.self, DL3066.self, DL3067.self, DL4000.self, DL4003.self, DL4004.self,
  ]
}
