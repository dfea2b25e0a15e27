import ArgumentParser

/// A format of a list.
enum TableFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
