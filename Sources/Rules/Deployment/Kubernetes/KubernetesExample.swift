/// Manifests for the examples of the rules.
enum KubernetesExample {
  /// A Pod with one container, to which lines are added.
  static func pod(_ container: String, pod: String = "") -> String {
    var text = "apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec:\n"
    for line in pod.split(separator: "\n") { text += "  \(line)\n" }
    text += "  containers:\n    - name: web\n      image: example:1\n"
    for line in container.split(separator: "\n") { text += "      \(line)\n" }
    return text
  }
}
