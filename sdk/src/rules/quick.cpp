// Leaves that are answered by a look at one number or one word of bits.
#include "base/hash.h"
#include "rules/compile.h"

namespace waymark::rules {

std::uint64_t text_key(std::uint32_t slot, std::string_view text) {
  Fnv64 key;
  key.add(std::uint64_t{slot});
  key.add(text);
  return key.value;
}

namespace {

bool is_texts(ValueView list) {
  for (const ValueView element : list.elements())
    if (!element.is_string()) return false;
  return list.is_array();
}

}  // namespace

/// Numbers the texts within the slot and notes their bits; `texts` is a list or one.
void Compiler::note_texts(FactLeaf& leaf, Quick quick, ValueView texts) {
  leaf.quick = quick;
  leaf.first_word = static_cast<std::uint32_t>(program_.bits.size());
  FactSlot& slot = program_.slots[leaf.slot];
  const auto note = [&](ValueView text) {
    const std::uint32_t number = program_.texts.insert(text_key(leaf.slot, text.string()), slot.text_count);
    if (number == slot.text_count) ++slot.text_count;
    while (leaf.word_count <= number / 64) {
      program_.bits.push_back(0);
      ++leaf.word_count;
    }
    program_.bits[leaf.first_word + number / 64] |= std::uint64_t{1} << (number % 64);
  };
  if (texts.is_string()) note(texts);
  for (const ValueView text : texts.elements()) note(text);
}

void Compiler::make_quick(FactLeaf& leaf) {
  if (leaf.name == "$all" && is_texts(leaf.operand)) return note_texts(leaf, Quick::AllTexts, leaf.operand);
  const ConditionNode& condition = program_.conditions.nodes[leaf.condition];
  if (condition.kind != ConditionKind::Compare) return;
  leaf.op = condition.op;
  const ValueView literal = condition.literal;
  if (literal.is_number() && leaf.op != Operator::Exists) {
    leaf.quick = Quick::Number;
    leaf.number = literal.number();
    program_.slots[leaf.slot].asks_for_number = true;
  }
  if (literal.is_string() && leaf.op == Operator::Is) note_texts(leaf, Quick::Text, literal);
  if (literal.is_string() && leaf.op == Operator::Equal) note_texts(leaf, Quick::SameText, literal);
  if (literal.is_string() && leaf.op == Operator::NotEqual) note_texts(leaf, Quick::OtherText, literal);
  if (is_texts(literal) && leaf.op == Operator::In) note_texts(leaf, Quick::SomeText, literal);
  if (is_texts(literal) && leaf.op == Operator::NotIn) note_texts(leaf, Quick::NoText, literal);
}

}  // namespace waymark::rules
