package dev.ropeway.tickettype;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.converter.ConvertWith;
import org.junit.jupiter.params.converter.TypedArgumentConverter;

/** A parameter that a test names by the word of a kind of ticket that comes with Ropeway. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@ConvertWith(ShippedType.Converter.class)
public @interface ShippedType {

  /** Finds the kind by its word. */
  class Converter extends TypedArgumentConverter<String, TicketTypeDefinition> {

    Converter() {
      super(String.class, TicketTypeDefinition.class);
    }

    @Override
    protected TicketTypeDefinition convert(String word) {
      return Shipped.of(word);
    }
  }
}
