package org.saliency.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Size;
import org.saliency.network.Network.Node;
import org.saliency.network.OneDnnConvolution.Tail;

class OneDnnConvolutionsTest {

  private static final Convolution PLAIN = Convolution.of(4, 4, 3);

  private static Node input() {
    return new Node("", new Input(new Shape(4, 1, 1, 1)), List.of());
  }

  private static Node convolution(String path, int input) {
    return new Node(path, PLAIN, List.of(input));
  }

  private static Node fused(String path, Tail tail, Integer... inputs) {
    return new Node(
        path, new OneDnnConvolution(PLAIN, tail, new Shape(4, 1, 1, 1)), List.of(inputs));
  }

  private static Node relu(int input) {
    return new Node("", new Relu(), List.of(input));
  }

  private static Node sum(int first, int second) {
    return new Node("", new Add(), List.of(first, second));
  }

  @Test
  void fusesAReluIntoTheConvolutionBeforeIt() {
    assertThat(
            OneDnnConvolutions.in(
                List.of(input(), convolution("a", 0), relu(1), convolution("b", 2))))
        .containsExactly(input(), fused("a", Tail.RELU, 0), fused("b", Tail.NONE, 1));
  }

  @Test
  void fusesAResidualBlockIntoItsConvolutions() {
    List<Node> block =
        List.of(
            input(),
            convolution("first", 0),
            relu(1),
            convolution("second", 2),
            relu(3),
            convolution("third", 4),
            sum(5, 2),
            relu(6));
    assertThat(OneDnnConvolutions.in(block))
        .containsExactly(
            input(),
            fused("first", Tail.RELU, 0),
            fused("second", Tail.RELU, 1),
            fused("third", Tail.ADD_RELU, 2, 1));
  }

  @Test
  void fusesAnInvertedBottleneckIntoItsConvolutions() {
    List<Node> block =
        List.of(
            input(),
            convolution("before", 0),
            convolution("expand", 1),
            new Node("", new Relu6(), List.of(2)),
            convolution("project", 3),
            sum(4, 1),
            convolution("next", 5));
    assertThat(OneDnnConvolutions.in(block))
        .containsExactly(
            input(),
            fused("before", Tail.NONE, 0),
            fused("expand", Tail.RELU6, 1),
            fused("project", Tail.ADD, 2, 1),
            fused("next", Tail.NONE, 3));
  }

  @Test
  void doesNotOverwriteAValueThatIsReadLater() {
    List<Node> block =
        List.of(input(), convolution("a", 0), convolution("b", 1), sum(2, 1), relu(3), sum(4, 1));
    assertThat(OneDnnConvolutions.in(block))
        .containsExactly(
            input(),
            fused("a", Tail.NONE, 0),
            fused("b", Tail.NONE, 1),
            sum(2, 1),
            relu(3),
            sum(4, 1));
  }

  @Test
  void doesNotOverwriteAValueWithAView() {
    Node view = new Node("", new LastFrame(2), List.of(1));
    List<Node> block =
        List.of(input(), convolution("a", 0), view, convolution("b", 1), sum(3, 1), relu(4));
    assertThat(OneDnnConvolutions.in(block)).contains(sum(3, 1), relu(4));
  }

  @Test
  void doesNotFuseAReluIntoAConvolutionWithTwoReaders() {
    List<Node> nodes = List.of(input(), convolution("a", 0), relu(1), convolution("b", 1));
    assertThat(OneDnnConvolutions.in(nodes))
        .containsExactly(input(), fused("a", Tail.NONE, 0), relu(1), fused("b", Tail.NONE, 1));
  }

  @Test
  void keepsTensorsAndCost() {
    Network network = Networks.named("deeplab-resnet50", NetworkOptions.DEFAULTS);
    Network compiled =
        new Network(network.name(), network.options(), OneDnnConvolutions.in(network.nodes()));
    Size size = new Size(384, 216);
    assertThat(compiled.parameters().keySet()).isEqualTo(network.parameters().keySet());
    assertThat(compiled.multiplyAdds(size)).isEqualTo(network.multiplyAdds(size));
  }
}
