package org.saliency.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Interprets the subset of Python's pickle language that PyTorch writes. Results are data only:
 * {@code null}, Boolean, Long, {@code BigInteger}, Double, String, byte arrays, {@link Dict},
 * {@link Sequence}, and values of {@link Globals}. A pickle may call any Python function by name;
 * here only names known to {@link Globals} are resolved.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">the opcodes</a>
 */
final class Unpickler {

  /** Resolves globals by module and name. */
  interface Globals {
    /**
     * The value of a global, a {@link Constructor} if it may be called.
     *
     * @throws MalformedException if the global is not allowed
     */
    Object resolve(String module, String name) throws MalformedException;
  }

  /** Resolves persistent ids, which refer to data outside the pickle. */
  interface PersistentObjects {
    Object find(Object id) throws MalformedException;
  }

  /** A global that a pickle may call. */
  interface Constructor {
    Object construct(Sequence arguments) throws MalformedException;
  }

  /** An object whose state is set after construction. */
  interface Stateful {
    void restore(Object state) throws MalformedException;
  }

  /** A Python dict. */
  record Dict(Map<Object, Object> entries) {
    Dict() {
      this(new LinkedHashMap<>());
    }

    /**
     * Sets an entry. Keys are text, numbers, booleans or None, so that hashing terminates; entries
     * of inert keys are dropped.
     */
    void put(Object key, Object value) throws MalformedException {
      boolean isPlain = key instanceof String || key instanceof Number || key instanceof Boolean;
      if (key == Inert.VALUE) {
        return;
      }
      if (key != null && !isPlain) {
        throw new MalformedException(
            "a dict has a key that is neither text nor a number: save only the state_dict()");
      }
      entries.put(key, value);
    }
  }

  /** A Python list or tuple. */
  record Sequence(List<Object> items) {

    /** The item at an index, of the given type. */
    <T> T item(int index, Class<T> type) throws MalformedException {
      if (index >= items.size() || !type.isInstance(items.get(index))) {
        throw MalformedException.damaged(
            String.format(
                Locale.ROOT,
                "item %d of %d in a list is not a %s",
                index,
                items.size(),
                type.getSimpleName()));
      }
      return type.cast(items.get(index));
    }

    /** All items as integers. */
    long[] longs() throws MalformedException {
      long[] values = new long[items.size()];
      for (int index = 0; index < values.length; index++) {
        values[index] = item(index, Long.class);
      }
      return values;
    }
  }

  private static final Object MARK = new Object();

  /** Limits the memory of stack and memo; a tensor takes about 70 steps. */
  private static final int MOST_STEPS = 1 << 21;

  private final ByteReader in;
  private final Globals globals;
  private final PersistentObjects persistent;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private long steps;

  private Unpickler(ByteReader in, Globals globals, PersistentObjects persistent) {
    this.in = in;
    this.globals = globals;
    this.persistent = persistent;
  }

  /** Reads one pickle and leaves the reader after it. */
  static Object load(ByteReader in, Globals globals, PersistentObjects persistent)
      throws IOException {
    return new Unpickler(in, globals, persistent).run();
  }

  private Object run() throws IOException {
    for (int opcode = in.unsignedByte(); opcode != '.'; opcode = in.unsignedByte()) {
      count(1);
      step(opcode);
    }
    return pop();
  }

  private void count(int more) throws MalformedException {
    steps += more;
    if (steps > MOST_STEPS) {
      throw new MalformedException(
          String.format(
              Locale.ROOT,
              "it contains more than %d values besides tensors: save only the state_dict()",
              MOST_STEPS));
    }
  }

  private void step(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> in.skip(1); // PROTO
      case 0x95 -> in.skip(Long.BYTES); // FRAME
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push((long) in.unsignedByte()); // BININT1
      case 'M' -> push((long) in.unsignedShort()); // BININT2
      case 'J' -> push((long) in.int32()); // BININT
      case 'I' ->
          push(PickledIntegers.decimal(in.line())); // INT, used by Python 2 for large numbers
      case 0x8a -> push(PickledIntegers.littleEndian(in.bytes(in.unsignedByte()))); // LONG1
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.int64()))); // BINFLOAT
      case 'X' -> push(in.text(unsignedInt(), UTF_8)); // BINUNICODE
      case 0x8c -> push(in.text(in.unsignedByte(), UTF_8)); // SHORT_BINUNICODE
      case 0x8d -> push(in.text(in.int64(), UTF_8)); // BINUNICODE8
      case 'T' -> push(in.text(unsignedInt(), ISO_8859_1)); // BINSTRING
      case 'U' -> push(in.text(in.unsignedByte(), ISO_8859_1)); // SHORT_BINSTRING
      case 'B' -> push(in.bytes(unsignedInt())); // BINBYTES
      case 'C' -> push(in.bytes(in.unsignedByte())); // SHORT_BINBYTES
      case '}' -> push(new Dict());
      case ']', ')' -> push(new Sequence(new ArrayList<>())); // EMPTY_LIST, EMPTY_TUPLE
      case '(' -> push(MARK);
      case 't', 'l' -> push(new Sequence(popToMark())); // TUPLE, LIST
      case 0x85, 0x86, 0x87 -> push(new Sequence(popLast(opcode - 0x84))); // TUPLE1, 2, 3
      case 0x8f -> push(Inert.VALUE); // EMPTY_SET
      case 0x90 -> append(popToMark()); // ADDITEMS
      case 0x91 -> { // FROZENSET
        popToMark();
        push(Inert.VALUE);
      }
      case 'a' -> append(popLast(1)); // APPEND
      case 'e' -> append(popToMark()); // APPENDS
      case 's' -> set(popLast(2)); // SETITEM
      case 'u' -> set(popToMark()); // SETITEMS
      case '0' -> pop();
      case '1' -> popToMark(); // POP_MARK
      case '2' -> push(peek()); // DUP
      case 'q' -> memo.put((long) in.unsignedByte(), peek()); // BINPUT
      case 'r' -> memo.put(unsignedInt(), peek()); // LONG_BINPUT
      case 0x94 -> memo.put((long) memo.size(), peek()); // MEMOIZE
      case 'h' -> push(recall(in.unsignedByte())); // BINGET
      case 'j' -> push(recall(unsignedInt())); // LONG_BINGET
      case 'c', 'i' -> push(globals.resolve(in.line(), in.line())); // GLOBAL, class of INST
      case 0x93 -> { // STACK_GLOBAL
        Sequence name = new Sequence(popLast(2));
        push(globals.resolve(name.item(0, String.class), name.item(1, String.class)));
      }
      case 'R', 0x81 -> { // REDUCE, NEWOBJ
        Sequence call = new Sequence(popLast(2));
        Sequence arguments = call.item(1, Sequence.class);
        for (Object argument : arguments.items()) { // may be copied by the constructor
          count(argument instanceof Sequence items ? items.items().size() : 0);
        }
        push(call.item(0, Constructor.class).construct(arguments));
      }
      case 'b' -> { // BUILD
        Object state = pop();
        if (!(peek() instanceof Dict)) { // the state of a dict is attributes such as _metadata
          peek(Stateful.class).restore(state);
        }
      }
      case 'Q' -> push(persistent.find(pop())); // BINPERSID
      default ->
          throw MalformedException.damaged(
              String.format(Locale.ROOT, "0x%02x is not a pickle opcode of PyTorch", opcode));
    }
  }

  private long unsignedInt() throws IOException {
    return Integer.toUnsignedLong(in.int32());
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() throws MalformedException {
    return popLast(1).get(0);
  }

  private Object peek() throws MalformedException {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
      throw valueMissing();
    }
    return stack.get(stack.size() - 1);
  }

  private <T> T peek(Class<T> type) throws MalformedException {
    if (!type.isInstance(peek())) {
      throw MalformedException.damaged("a pickle adds items to a value that is not a list or dict");
    }
    return type.cast(peek());
  }

  /** Removes the top values of the stack, in order. */
  private List<Object> popLast(int count) throws MalformedException {
    if (stack.size() < count) {
      throw valueMissing();
    }
    List<Object> last = stack.subList(stack.size() - count, stack.size());
    if (last.contains(MARK)) {
      throw valueMissing();
    }
    List<Object> values = new ArrayList<>(last);
    last.clear();
    return values;
  }

  private static MalformedException valueMissing() {
    return MalformedException.damaged("a pickle uses a missing value");
  }

  private List<Object> popToMark() throws MalformedException {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw MalformedException.damaged("a pickle ends a list that was not begun");
    }
    List<Object> values = popLast(stack.size() - mark - 1);
    stack.remove(mark);
    return values;
  }

  private void append(List<Object> values) throws MalformedException {
    if (peek() != Inert.VALUE) {
      peek(Sequence.class).items().addAll(values);
    }
  }

  private void set(List<Object> keysAndValues) throws MalformedException {
    Dict dict = peek() == Inert.VALUE ? new Dict() : peek(Dict.class);
    for (int index = 0; index + 1 < keysAndValues.size(); index += 2) {
      dict.put(keysAndValues.get(index), keysAndValues.get(index + 1));
    }
  }

  private Object recall(long index) throws MalformedException {
    if (!memo.containsKey(index)) {
      throw MalformedException.damaged(
          String.format(Locale.ROOT, "a pickle refers to value %d, which it did not store", index));
    }
    return memo.get(index);
  }
}
