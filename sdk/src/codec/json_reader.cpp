#include "codec/json_reader.h"

#include <cmath>
#include <nlohmann/detail/input/input_adapters.hpp>
#include <nlohmann/detail/input/lexer.hpp>
#include <string>

#include "base/text.h"
#include "waymark/limits.h"

namespace waymark::codec {
namespace {

/// The types the lexer works with; nlohmann::basic_json itself stays out.
struct Types {
  using number_integer_t = std::int64_t;
  using number_unsigned_t = std::uint64_t;
  using number_float_t = double;
  using string_t = std::string;
};

/// nlohmann's lexer (strings, numbers, UTF-8) under a grammar of our own. Its parser does the same and costs 4 KB of brotli more,
/// for exceptions, a stack in std::vector<bool> and messages that nobody would see.
class Reader {
 public:
  explicit Reader(std::string_view text) : lexer_(nlohmann::detail::input_adapter(text.data(), text.data() + text.size())) {}

  /// Reads the whole text; false when there is something wrong with it.
  bool read() {
    next();
    return value() && next() == Token::end_of_input;
  }

  ValueBuilder builder;
  bool is_too_deep = false;
  [[nodiscard]] std::size_t position() const { return lexer_.get_position().chars_read_total; }

 private:
  using Lexer = nlohmann::detail::lexer<Types, decltype(nlohmann::detail::input_adapter("", ""))>;
  using Token = Lexer::token_type;

  Token next() { return token_ = lexer_.scan(); }

  bool value() {
    switch (token_) {
      case Token::literal_null: return builder.null(), true;
      case Token::literal_true: return builder.boolean(true), true;
      case Token::literal_false: return builder.boolean(false), true;
      case Token::value_string: return builder.string(lexer_.get_string()), true;
      case Token::value_unsigned: return builder.number(static_cast<double>(lexer_.get_number_unsigned())), true;
      case Token::value_integer: return builder.number(static_cast<double>(lexer_.get_number_integer())), true;
      case Token::value_float: return builder.number(lexer_.get_number_float()), std::isfinite(lexer_.get_number_float());
      case Token::begin_array: return children(ValueType::Array, Token::end_array);
      case Token::begin_object: return children(ValueType::Object, Token::end_object);
      default: return false;
    }
  }

  bool children(ValueType type, Token end) {
    is_too_deep = builder.depth() >= limits::kNesting;
    if (is_too_deep) return false;
    builder.begin(type);
    if (next() != end) {
      while (true) {
        if (!child(type)) return false;
        if (next() == end) break;
        if (token_ != Token::value_separator) return false;
        next();
      }
    }
    builder.end();
    return true;
  }

  bool child(ValueType type) {
    if (type == ValueType::Array) return value();
    if (token_ != Token::value_string) return false;
    builder.key(lexer_.get_string());
    if (next() != Token::name_separator) return false;
    next();
    return value();
  }

  Lexer lexer_;
  Token token_ = Token::uninitialized;
};

}  // namespace

Result<Value> read_json(std::string_view text) {
  Reader reader(text);
  if (reader.read()) return reader.builder.take();
  if (reader.is_too_deep) return fail("json-depth", "", "nested deeper than " + digits_of(limits::kNesting) + " levels");
  return fail("json-syntax", "", "not JSON at byte " + digits_of(reader.position()));
}

}  // namespace waymark::codec
