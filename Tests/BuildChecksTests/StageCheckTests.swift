import BuildChecks
import Core
import Testing

/// Checks of FROM, and of names and letter case.
@Suite struct StageCheckTests {
  @Test(arguments: [
    CheckCase("FROM scratch AS Build\n", ["StageNameCasing:1"]),
    CheckCase("FROM scratch AS build-2\n"),
    CheckCase("FROM \\\n scratch AS \\\n BUILD\n", ["StageNameCasing:1"]),
    CheckCase("\n# x\nFROM scratch AS Ä\n", ["StageNameCasing:3"]),
    CheckCase("FROM scratch AS 1A\nFROM scratch AS B\n", ["StageNameCasing:1"]),
    CheckCase("FROM scratch XX Bad\n", ["StageNameCasing:1"]),
    CheckCase("# check=skip=StageNameCasing\nFROM scratch AS Build\n"),
    CheckCase("FROM scratch\n# check=skip=StageNameCasing\nFROM scratch AS Build\n"),
  ])
  func `stage names in lower case`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM scratch as a\n", ["FromAsCasing:1"]),
    CheckCase("from scratch AS a\n", ["FromAsCasing:1"]),
    CheckCase("FROM scratch As a\n", ["FromAsCasing:1"]),
    CheckCase("from scratch aS a\n", ["FromAsCasing:1"]),
    CheckCase("from scratch as a\n"),
    CheckCase("FROM scratch AS a\n"),
    CheckCase("FROM scratch x a b\n", ["FromAsCasing:1"]),
    CheckCase("FROM scratch AS a\n# check=skip=FromAsCasing\nFROM a as b\n"),
  ])
  func `FROM and AS in one letter case`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FrOm scratch as a\n", ["ConsistentInstructionCasing:1"]),
    CheckCase("FROM scratch\nuser a\nUSER b\n", ["ConsistentInstructionCasing:2"]),
    CheckCase("FROM scratch\nuser a\n", ["ConsistentInstructionCasing:2"]),
    CheckCase("from scratch\nuser a\nUSER b\n", ["ConsistentInstructionCasing:3"]),
    CheckCase("arg A\narg B\narg C\nFROM scratch\nUSER b\n"),
    CheckCase("from scratch\nONBUILD run x\nRUN y\n", ["ConsistentInstructionCasing:1"]),
    CheckCase("from scratch\nonbuild RUN x\n"),
    CheckCase("FROM scratch\nRuN x\nrUn y\n", ["ConsistentInstructionCasing:2", "ConsistentInstructionCasing:3"]),
    CheckCase("# check=skip=ConsistentInstructionCasing\nFROM scratch\nuser a\n"),
    CheckCase("FROM scratch\nuser a\nFOO\n"),
  ])
  func `most instructions give the letter case`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM scratch AS context\n", ["ReservedStageName:1"]),
    CheckCase("FROM scratch AS Scratch\n", ["ReservedStageName:1", "StageNameCasing:1"]),
    CheckCase("FROM scratch AS a\nFROM scratch AS A\n", ["DuplicateStageName:2", "StageNameCasing:2"]),
    CheckCase("FROM scratch AS a\nFROM a AS a\nFROM a AS a\n", ["DuplicateStageName:2", "DuplicateStageName:3"]),
    CheckCase("FROM scratch\nFROM scratch\n"),
    CheckCase("FROM scratch AS a\nFROM scratch AS a\nFOO x\n"),
  ])
  func `stage names of their own`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM --platform=linux/amd64 scratch\n", ["FromPlatformFlagConstDisallowed:1"]),
    CheckCase("FROM --platform=linux/amd64 scratch AS a-amd64\n"),
    CheckCase("FROM --platform=linux/x86_64 scratch AS a-amd64\n"),
    CheckCase("FROM --platform=linux/aarch64 scratch AS a-aarch64\n", ["FromPlatformFlagConstDisallowed:1"]),
    CheckCase("FROM --platform=Linux/ARM/v7 scratch AS x\n", ["FromPlatformFlagConstDisallowed:1"]),
    CheckCase("FROM --platform=windows(10.0.17763)/amd64 x\n", ["FromPlatformFlagConstDisallowed:1"]),
    CheckCase("FROM --platform=amd64 scratch\n", ["FromPlatformFlagConstDisallowed:1"]),
    CheckCase("FROM --platform= scratch\n"),
    CheckCase("FROM --platform=nonsense scratch\nUSER $x\n"),
    CheckCase("FROM --platform=a/b/c/d scratch\nUSER $x\n"),
    CheckCase("FROM --platform=$BUILDPLATFORM scratch\n"),
    CheckCase("ARG P=linux/arm64\nFROM --platform=${P} scratch\n"),
    CheckCase("FROM scratch\n# check=skip=FromPlatformFlagConstDisallowed\nFROM --platform=linux scratch\n"),
    CheckCase("FROM --platform=$TARGETPLATFORM scratch\n", ["RedundantTargetPlatform:1"]),
    CheckCase("FROM --platform=${TARGETPLATFORM:-linux/arm64} scratch\n", ["RedundantTargetPlatform:1"]),
    CheckCase("FROM --platform=linux/${TARGETARCH} scratch\n"),
    CheckCase("ARG P=$TARGETPLATFORM\nFROM --platform=$P scratch\n"),
    CheckCase("# check=skip=RedundantTargetPlatform\nFROM --platform=$TARGETPLATFORM scratch\n"),
  ])
  func `platforms of FROM`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM alpine:$V\n", ["InvalidDefaultArgInFrom:1", "UndefinedArgInFrom:1"]),
    CheckCase("ARG V\nFROM alpine:$V\n", ["InvalidDefaultArgInFrom:2"]),
    CheckCase("ARG V\nFROM alpine:$V\n", ["InvalidDefaultArgInFrom:2"], arguments: ["V": "3"]),
    CheckCase(
      "ARG V\nFROM alpine:$V\nUSER $u\n", ["InvalidDefaultArgInFrom:2", "UndefinedVar:3"], arguments: ["V": "3"]),
    CheckCase("ARG V=3\nFROM alpine:$V\n"),
    CheckCase("ARG V=3\nFROM alpine:$V\nUSER $u\n", arguments: ["V": ""]),
    CheckCase("ARG A=alp B=${A}ine\nFROM $B\n"),
    CheckCase("FROM alpine:${V:-3}\n", ["UndefinedArgInFrom:1"]),
    CheckCase("FROM scratch\nARG V=3\nFROM alpine:$V\n", ["InvalidDefaultArgInFrom:3", "UndefinedArgInFrom:3"]),
    CheckCase("FROM scratch\n# check=skip=UndefinedArgInFrom\nFROM alpine:3$V\n"),
    CheckCase("FROM scratch\n# check=skip=InvalidDefaultArgInFrom\nFROM a:\n", ["InvalidDefaultArgInFrom:3"]),
    CheckCase("FROM --platform=$BULIDPLATFORM scratch\n", ["UndefinedArgInFrom:1"]),
    CheckCase("ARG A=${B\nFROM Alpine\n"),
    CheckCase("FROM ${A\nFROM Alpine\n"),
    CheckCase("FROM Alpine\nFROM ${A\n", ["InvalidDefaultArgInFrom:1"]),
    CheckCase("FROM scratch AS a-\nFROM a-\n", ["InvalidDefaultArgInFrom:2"]),
    CheckCase("FROM Foo/bar\n"),
    CheckCase("FROM foo/Bar\n", ["InvalidDefaultArgInFrom:1"]),
    CheckCase("FROM $TARGETSTAGE-$TARGETOS\n"),
  ])
  func `variables of FROM`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("# b x\nARG a\nFROM scratch\n", ["InvalidDefinitionDescription:2"]),
    CheckCase("# a\tx\nARG a\nFROM scratch\n", ["InvalidDefinitionDescription:2"]),
    CheckCase("# b\n\n# a is it\n\nARG a\nFROM scratch\n"),
    CheckCase("# a is it\n# and more\nARG a\nFROM scratch\n", ["InvalidDefinitionDescription:3"]),
    CheckCase("# x\n#\nARG a\nFROM scratch\n"),
    CheckCase("# b is it\nARG a b=1\nFROM scratch\n"),
    CheckCase("# Stage is it\nFROM scratch AS Stage\n", ["InvalidDefinitionDescription:2", "StageNameCasing:2"]),
    CheckCase("# x\nFROM scratch\n"),
    CheckCase("FROM scratch\n# x\nARG a\n", ["InvalidDefinitionDescription:3"]),
    CheckCase("FROM scratch\n# x\nENV a=1\n"),
    CheckCase("  # a x\nARG a\nFROM scratch\n", ["InvalidDefinitionDescription:2"]),
    CheckCase("# x\nARG a\nFROM scratch\nFOO\n", ["InvalidDefinitionDescription:2"]),
  ])
  func `comments above definitions, when asked for`(test: CheckCase) {
    var test = test
    #expect(test.found().allSatisfy { !$0.hasPrefix("InvalidDefinitionDescription") })
    test.check = "experimental=InvalidDefinitionDescription"
    #expect(test.found() == test.expected)
    test.check = "experimental=invaliddefinitiondescription"
    #expect(test.found().allSatisfy { !$0.hasPrefix("InvalidDefinitionDescription") })
  }
}
