"""The pages of a link, by what people come for."""
